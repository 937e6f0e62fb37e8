import { ownerCodeOf } from "../auth/claims";
import { TokenExchange } from "../auth/exchange";
import { BROKER_SCOPE } from "../clients/broker";
import type { OrganisationList } from "../clients/organisation-list";
import { ResourceRegistryClient } from "../clients/resource-registry";
import { ApiError, TokenError } from "../errors";
import { HttpClient, type BearerSource, type HttpSettings } from "../http/client";
import type { Settings } from "../settings";
import { failure, heldUp, notChecked, ok, warning, type Check, type Subject } from "./check";
import type { CheckedOrganisation } from "./organisation";
import { SERVICE_DESK, SHELL } from "./places";
import { byError, isPassing, saidBy } from "./told";

/* Step 2 of the guide, as far as Altinn knows: the API key, the exchange, and whom Altinn takes the client for. */

const subject = (id: string, title: string): Subject => ({ step: "client", id, title });
const KEY = subject("subscription-key", "API key (Ocp-Apim-Subscription-Key)");
const EXCHANGE = subject("exchange", "Token exchange at Altinn");
const CODE = subject("owner-code", "Service owner in Altinn's token");

/** Altinn tokens that were exchanged before, and no others: what cannot be had is told by the checks of the scopes. */
export class ExchangedTokens implements BearerSource {
  readonly #tokens: ReadonlyMap<string, string>;

  constructor(tokens: ReadonlyMap<string, string>) {
    this.#tokens = tokens;
  }

  has(scope: string): boolean {
    return this.#tokens.has(scope);
  }

  token(scope: string): Promise<string> {
    const token = this.#tokens.get(scope);
    return token === undefined
      ? Promise.reject(new TokenError(`There is no Altinn token for the scope ${scope}.`))
      : Promise.resolve(token);
  }

  renew(): Promise<boolean> {
    return Promise.resolve(false);
  }
}

/** The API key is no longer needed, so none is as good as one that is taken. */
export async function subscriptionKeyCheck(
  settings: Settings,
  http: HttpSettings,
  { list, error }: CheckedOrganisation,
): Promise<Check> {
  const isSet = settings.subscriptionKey !== undefined;
  if (list === undefined) {
    if (!(error instanceof ApiError && /subscription key/i.test(error.text)))
      return heldUp(KEY, "Altinn's organisation list could not be read, which would have shown it");
    return failure(
      KEY,
      `The gateway in front of ${settings.platformUrl} ${isSet ? "does not take the key that is set" : "wants a key, and none is set"}: "${error.text}".`,
      isSet
        ? {
            todo: "Unset ALTINN_SUBSCRIPTION_KEY (altinn:subscriptionKey), since Altinn needs none any more; if the gateway still asks for one, get the right one from whoever runs it.",
            where: SHELL,
            who: "we",
          }
        : {
            todo: "Set ALTINN_SUBSCRIPTION_KEY to the key that whoever runs the gateway gives you.",
            where: SHELL,
            who: "we",
          },
      saidBy(error),
    );
  }
  if (!isSet) return ok(KEY, "None is set, and Altinn answers without one.");
  try {
    const bare = new HttpClient({ ...http, subscription: undefined });
    await new ResourceRegistryClient(bare, settings.platformUrl).organisations();
    return ok(
      KEY,
      "Altinn answers with the key that is set, and without it too: it can be removed.",
    );
  } catch {
    return ok(KEY, "Altinn answers with the key that is set, and not without it.");
  }
}

/** What the exchange made of the tokens. */
export interface CheckedExchange {
  readonly checks: readonly Check[];
  readonly tokens: ExchangedTokens;
}

export async function exchangeChecks(
  settings: Settings,
  http: HttpClient,
  {
    tokens,
    list,
    held,
  }: {
    /** Maskinporten's, by scope. */
    readonly tokens: ReadonlyMap<string, string>;
    readonly list: OrganisationList | undefined;
    /** Why the code in the token says nothing of the settings. */
    readonly held: string | undefined;
  },
): Promise<CheckedExchange> {
  if (tokens.size === 0) {
    const because = "there is no token of Maskinporten's";
    return {
      checks: [heldUp(EXCHANGE, because), heldUp(CODE, because)],
      tokens: new ExchangedTokens(new Map()),
    };
  }
  const exchange = new TokenExchange(http, settings.platformUrl);
  const exchanged = new Map<string, string>();
  const refused = new Map<string, unknown>();
  for (const [scope, token] of tokens) {
    try {
      exchanged.set(scope, await exchange.exchange(token));
    } catch (error) {
      refused.set(scope, error);
      // Each further one would take as many tries.
      if (isPassing(error)) break;
    }
  }
  const [[scope, error] = []] = refused;
  const check =
    scope === undefined
      ? ok(
          EXCHANGE,
          `Altinn exchanges the token of each scope that Maskinporten gave (${String(exchanged.size)}).`,
        )
      : refusedExchange(settings, { scope, error, takesOthers: exchanged.size > 0, list });
  const ownerToken = exchanged.get(BROKER_SCOPE);
  const ofCode =
    ownerToken === undefined
      ? heldUp(CODE, `there is no Altinn token for ${BROKER_SCOPE}`)
      : held === undefined
        ? codeCheck(settings, ownerCodeOf(ownerToken))
        : heldUp(CODE, held);
  return { checks: [check, ofCode], tokens: new ExchangedTokens(exchanged) };
}

interface RefusedExchange {
  readonly scope: string;
  readonly error: unknown;
  /** The exchange took the token of another scope of the same client. */
  readonly takesOthers: boolean;
  readonly list: OrganisationList | undefined;
}

/**
 * Altinn answers 401 to a bad token and to an outage of its own alike. Only for a service owner's scope does it look the
 * organisation up, so that the list which anybody may read tells more.
 */
function refusedExchange(
  settings: Settings,
  { scope, error, takesOthers, list }: RefusedExchange,
): Check {
  const is401 = error instanceof TokenError && !error.passing;
  if (!is401) return byError(EXCHANGE, error, { where: settings.platformUrl, who: "Altinn" });
  const looksUp = scope.includes(BROKER_SCOPE);
  const oddity = list === undefined ? undefined : oddityOf(list);
  if (looksUp && oddity !== undefined) {
    return failure(
      EXCHANGE,
      `Altinn answers 401 to every service owner, since its organisation list is broken: ${oddity}.`,
      { todo: "Tell Altinn what is wrong with the list.", where: SERVICE_DESK, who: "Altinn" },
    );
  }
  if (looksUp && (list === undefined || takesOthers)) {
    return notChecked(
      EXCHANGE,
      `Altinn answers 401 to the token for ${scope}, ${
        takesOthers
          ? "and takes one of the same client for another scope"
          : "and its organisation list cannot be read either"
      }: it could not look the organisation up.`,
      {
        todo: "Nothing is wrong with client or key. Wait some minutes, then run this again; if it goes on, tell Altinn.",
        where: SERVICE_DESK,
        who: "Altinn",
      },
    );
  }
  return failure(
    EXCHANGE,
    `Altinn at ${settings.platformUrl} answers 401 to a token that Maskinporten at ${settings.maskinportenUrl} has just given: it does not trust this Maskinporten, or has an outage, for which it has no other answer.`,
    {
      todo: `Check that both addresses are of ${settings.environment}, where they are set: test and production trust their own Maskinporten alone. If they are, wait some minutes and run this again.`,
      where: SHELL,
      who: "we",
    },
  );
}

/** What in the list ends every look-up. Source: Altinn/altinn-authentication, OrganisationsService. */
function oddityOf(list: OrganisationList): string | undefined {
  const entries = Object.entries(list);
  if (entries.length === 0) return "it is empty";
  const byNumber = new Map<string, string[]>();
  for (const [code, { orgnr }] of entries) {
    if (orgnr === null || orgnr === undefined) return `${code} has no number at all`;
    byNumber.set(orgnr, [...(byNumber.get(orgnr) ?? []), code]);
  }
  const [number, codes] = [...byNumber].find(([, same]) => same.length > 1) ?? [];
  return (
    codes &&
    `${codes.join(" and ")} have one number, ${number === "" ? "an empty one" : String(number)}`
  );
}

/** Altinn gives the code by the number alone, so the test organisation gets that of Digdir. */
function codeCheck({ orgCode, orgNumber }: Settings, found: string | undefined): Check {
  if (found === orgCode || (orgCode === "ttd" && found === "digdir"))
    return ok(
      CODE,
      found === orgCode
        ? `Altinn takes the client for ${found}.`
        : `Altinn takes the client for ${found}, whose number the test organisation ${orgCode} has.`,
    );
  if (found === undefined) {
    return warning(
      CODE,
      `Altinn's token names no service owner for ${orgNumber}: its organisation list does not have it. Registering goes on; Altinn Events and access lists know a service owner by this code.`,
      {
        todo: "An entry that was just made takes up to an hour to count. Else ask for one, as step 1 says.",
        where: SERVICE_DESK,
        who: "Altinn",
      },
    );
  }
  return failure(CODE, `Altinn takes the client for ${found}, and altinn:orgCode is ${orgCode}.`, {
    todo: `Write altinn:orgCode ${found} (ALTINN_ORG_CODE).`,
    where: SHELL,
    who: "we",
  });
}
