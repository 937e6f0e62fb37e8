import { readKey } from "../auth/key";
import type { SigningKey } from "../auth/signing-key";
import { environments } from "../environments";
import type { ClientSettings, Settings } from "../settings";
import type { MissingStack } from "../stack/missing-stack";
import { hasCheckDigit } from "../values/organisation-number";
import { failure, heldUp, notChecked, ok, warning, type Check, type Subject } from "./check";
import { selfService, settingsPlace, SHELL } from "./places";
import { halves, toldOf } from "./told";

/* What a run is set to, before anybody is asked. */

const subject = (id: string, title: string): Subject => ({ step: "settings", id, title });
const SETTINGS = subject("settings", "Settings");
const ADDRESSES = subject("addresses", "Environment and addresses");
const NUMBER = subject("check-digit", "Organisation number");
const CLIENT = subject("key", "Client and private key");

/** What was read of the settings. */
export interface SettingsToCheck {
  readonly settings: Settings | undefined;
  /** Sentences on what is wrong with them. */
  readonly problems: readonly string[];
  /** Name of the stack whose configuration was read. */
  readonly stack: string | undefined;
  /** Why that configuration could not be read. */
  readonly stackProblem: string | undefined;
  /** Undefined when the project has the stack, as far as that is known. */
  readonly missing: MissingStack | undefined;
}

/** The client and its key, when both can be used. */
export interface UsableClient {
  readonly client: ClientSettings;
  readonly key: SigningKey;
}

export interface CheckedSettings {
  readonly checks: readonly Check[];
  /** Undefined while nobody can be asked by them. */
  readonly settings?: Settings;
  readonly usable?: UsableClient;
}

export function settingsChecks(given: SettingsToCheck): CheckedSettings {
  const { settings, problems, stack } = given;
  const ofStack = stackChecks(given);
  if (settings === undefined) {
    const untold = given.stackProblem !== undefined;
    const place = settingsPlace(stack);
    return {
      checks: [
        ...ofStack,
        ...(untold
          ? [heldUp(SETTINGS, `the configuration of ${stack ?? "the stack"} could not be read`)]
          : problems.map((problem) => problemCheck(problem, place, stack))),
        ...[ADDRESSES, NUMBER, CLIENT].map((about) => heldUp(about, "the settings are not right")),
      ],
    };
  }
  const { environment, orgNumber, orgCode, platformUrl, maskinportenUrl } = settings;
  const ofClient = clientCheck(settings, stack);
  const ofAddresses = addressCheck(settings, stack);
  return {
    ...(ofAddresses.status === "ok" ? { settings } : {}),
    checks: [
      ...ofStack,
      ok(
        SETTINGS,
        `${environment}, organisation ${orgNumber} (${orgCode}), Altinn at ${platformUrl}, Maskinporten at ${maskinportenUrl}.`,
      ),
      ofAddresses,
      numberCheck(settings, stack),
      ...ofClient.checks,
    ],
    ...(ofClient.usable ? { usable: ofClient.usable } : {}),
  };
}

function stackChecks({ stack, stackProblem, missing }: SettingsToCheck): Check[] {
  if (stack === undefined) return [];
  const about = subject("stack", `Configuration of the stack ${stack}`);
  if (stackProblem === undefined) return [ok(about, "Read with `pulumi config`.")];
  if (missing !== undefined)
    return [notChecked(about, missing.seen, { todo: missing.todo, where: SHELL, who: "we" })];
  const remedy = {
    todo: `Make \`pulumi config --stack ${stack}\` work here: log in, choose the folder of the project, set PULUMI_CONFIG_PASSPHRASE where the stack has one, or make the stack with \`pulumi stack init ${stack}\`.`,
    where: SHELL,
    who: "we",
  } as const;
  return [notChecked(about, `It could not be read: ${stackProblem}.`, remedy)];
}

function problemCheck(problem: string, where: string, stack: string | undefined): Check {
  const { seen, todo } = halves(problem);
  const orStack =
    stack === undefined && seen.endsWith("is not set.")
      ? " Or run this with --stack NAME, which reads the configuration of a stack."
      : "";
  return failure(SETTINGS, seen, { todo: todo + orStack, where, who: "we" });
}

/** The environment that an address belongs to, by its host. */
function ownerOf(address: string, which: "platformUrl" | "maskinportenUrl"): string[] {
  const host = URL.parse(address)?.host;
  return Object.entries(environments)
    .filter(([, facts]) => {
      const known = facts[which];
      return known !== undefined && URL.parse(known)?.host === host;
    })
    .map(([name]) => name);
}

function addressCheck(settings: Settings, stack: string | undefined): Check {
  const { environment, platformUrl, maskinportenUrl, maskinportenIssuer } = settings;
  const given = [
    ["Altinn (ALTINN_PLATFORM_URL)", platformUrl, ownerOf(platformUrl, "platformUrl")],
    [
      "Maskinporten (ALTINN_MASKINPORTEN_URL)",
      maskinportenUrl,
      ownerOf(maskinportenUrl, "maskinportenUrl"),
    ],
    [
      "the issuer (ALTINN_MASKINPORTEN_ISSUER)",
      maskinportenIssuer,
      ownerOf(maskinportenIssuer, "maskinportenUrl"),
    ],
  ] as const;
  const strange = given.find(([, , owners]) => owners.length > 0 && !owners.includes(environment));
  if (strange) {
    const [what, address, owners] = strange;
    return failure(
      ADDRESSES,
      `The environment is ${environment}, and the address of ${what} is ${address}, which is that of ${owners.join(", ")}.`,
      {
        todo: "Take the address out, since every environment but `local` has its own, or correct altinn:environment (ALTINN_ENVIRONMENT).",
        where: settingsPlace(stack),
        who: "we",
      },
    );
  }
  return ok(ADDRESSES, `${platformUrl} and ${maskinportenUrl} go with ${environment}.`);
}

function numberCheck({ orgNumber }: Settings, stack: string | undefined): Check {
  if (hasCheckDigit(orgNumber))
    return ok(NUMBER, `The last digit of ${orgNumber} fits the others.`);
  return failure(
    NUMBER,
    `The last digit of ${orgNumber} does not fit the others, so no organisation has this number.`,
    {
      todo: "Correct altinn:orgNumber (ALTINN_ORG_NUMBER): two digits may have changed places.",
      where: settingsPlace(stack),
      who: "we",
    },
  );
}

function clientCheck(
  settings: Settings,
  stack: string | undefined,
): Pick<CheckedSettings, "checks" | "usable"> {
  if (settings.withoutKey) {
    return {
      checks: [
        notChecked(CLIENT, "ALTINN_WITHOUT_KEY is set, so nothing that needs a key is asked.", {
          todo: "Unset ALTINN_WITHOUT_KEY, and set client id and key.",
          where: SHELL,
          who: "we",
        }),
      ],
    };
  }
  const usable = readClient(settings);
  if ("error" in usable) {
    const { seen, todo } = toldOf(usable.error);
    return { checks: [failure(CLIENT, seen, { todo, where: placeOfKey(settings), who: "we" })] };
  }
  const { client, key } = usable;
  const seen = `Client ${client.clientId}, with a private RSA key whose key id (kid) is ${key.kid}, from ${key.from}.`;
  const inStack = key.from.startsWith("altinn:");
  return {
    usable,
    checks: [
      inStack
        ? warning(
            CLIENT,
            `${seen} Pulumi hands a refresh and a destroy the stack configuration of the last \`up\`, so a key that is rotated there locks you out.`,
            {
              todo: "Set MASKINPORTEN_CLIENT_ID and MASKINPORTEN_JWK in the environment, and take the key out of the stack configuration.",
              where: settingsPlace(stack),
              who: "we",
            },
          )
        : ok(CLIENT, seen),
    ],
  };
}

function readClient(settings: Settings): UsableClient | { readonly error: unknown } {
  try {
    const client = settings.client();
    return { client, key: readKey(client.key) };
  } catch (error) {
    return { error };
  }
}

const placeOfKey = (settings: Settings): string =>
  `${SHELL}; keys and key ids are shown in ${selfService(settings)}`;
