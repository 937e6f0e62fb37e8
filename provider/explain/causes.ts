import { literally, type Arguments } from "./phrase";
import type { TextKey } from "./texts";
import { organisation, type Telling } from "./who";

/* Causes that have nothing to do with one resource, by the words of the errors of ../errors.ts and ../settings.ts. */

/** Why something failed. Errors with one cause are told as one. */
export interface Cause {
  readonly text: TextKey;
  readonly args: Arguments;
  /** Pulumi's text is another one for each mistake, not only for each resource, so each is shown. */
  readonly isManifold: boolean;
}

type Known = readonly [pattern: RegExp, text: TextKey, more?: { readonly isManifold: true }];

const CAUSES: readonly Known[] = [
  [/^POST (?<address>https?:\/\/[^/\s]+)\/\S*token got no answer: /, "causeNoSignIn"],
  [/^[A-Z]+ (?<address>https?:\/\/[^/\s]+)\S* got no answer: /, "causeNoAnswer"],
  [/^[A-Z]+ \/\S+ answered (?<status>5\d\d|408|429)\b/, "causeServerFailed"],
  [/^[A-Z]+ \/\S+ answered (?<status>4\d\d)\b/, "causeRefusedCall", { isManifold: true }],
  [
    /^Maskinporten refused a token for the scope (?<scope>[^\s:]+(?::[^\s:]+)*): /,
    "causeRefusedScope",
  ],
  [/^There is no token for the scope (?<scope>[^\s,]+), /, "causeRefusedScope"],
  [
    /^Maskinporten gave no token: POST (?<address>https?:\/\/[^/\s]+)\S* answered (?<status>5\d\d|408|429)\b/,
    "causeSignInFailed",
  ],
  [
    /^Maskinporten gave no token: POST (?<address>https?:\/\/[^/\s]+)\S* answered /,
    "causeOddSignIn",
  ],
  [/^Altinn's token exchange at \S+ answered 401/, "causeRefusedSignIn"],
  [
    /^The Maskinporten client acts for organisation (?<number>\w+), but altinn:orgNumber is (?<number2>\d+)\./,
    "causeOtherClient",
  ],
  [
    /^\w+ \S+ was made in (?<environment>\S+) for organisation (?<number>\d+), but the settings now say (?<environment2>\S+) and (?<number2>\d+)\./,
    "causeElsewhere",
  ],
  [
    /^(?:altinn:[a-z]\w*|(?:ALTINN|MASKINPORTEN)_\w+|https?_proxy|HTTPS?_PROXY|all_proxy|ALL_PROXY)\b|^No private key is set|^The settings are refused; /,
    "causeSettings",
    { isManifold: true },
  ],
];

/** Undefined for an error of another kind. */
export function causeOf(telling: Telling, message: string): Cause | undefined {
  for (const [pattern, text, { isManifold = false } = {}] of CAUSES) {
    const found = pattern.exec(message);
    if (!found) continue;
    const args = Object.entries(found.groups ?? {}).map(([name, value]) => [
      name,
      /^number\d?$/.test(name) && /^\d+$/.test(value)
        ? organisation(telling, value)
        : literally(value),
    ]);
    return { text, args: Object.fromEntries(args) as Arguments, isManifold };
  }
  return undefined;
}
