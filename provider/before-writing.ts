import { scopePrefixesOf } from "./auth/claims";
import { ACCESS_LIST_SCOPE } from "./clients/access-lists/calls";
import { BROKER_SCOPE } from "./clients/broker";
import { belongTogether, type OrganisationList } from "./clients/organisation-list";
import { REGISTRY_WRITE_SCOPE } from "./clients/resource-registry";
import { AltinnError, messageOf, TokenError } from "./errors";
import type { BearerSource } from "./http/client";
import { warning } from "./lines";
import type { Beforehand, Context, Kind } from "./resources/lifecycle";
import { READ_ONLY } from "./telling";

/*
 * What a run asks before its first write, so that a preview says what `up` would fail on: whether the settings name one
 * organisation, and whether there is a token.
 */

/** The scope that a kind's writes need. */
export const WRITE_SCOPES: Readonly<Record<Kind, string>> = {
  ServiceOwner: BROKER_SCOPE,
  Resource: REGISTRY_WRITE_SCOPE,
  ResourcePolicy: REGISTRY_WRITE_SCOPE,
  BrokerResourceConfig: BROKER_SCOPE,
  AccessList: ACCESS_LIST_SCOPE,
  AccessListConnection: ACCESS_LIST_SCOPE,
};

/** What is asked, and how it is told. */
export interface Asked {
  /** Undefined when the list could not be read, which has been told. */
  organisations(): Promise<OrganisationList | undefined>;
  readonly tokens: BearerSource;
}

export function beforeWriting(
  { organisations, tokens }: Asked,
  { settings, say }: Pick<Context, "settings" | "say">,
): (scope: string) => Promise<Beforehand> {
  let unreachable = false;

  const unlisted = async (): Promise<readonly string[]> => {
    const list = await organisations();
    if (list === undefined) return [];
    const verdict = belongTogether(list, settings);
    if (verdict.is === "apart") return [verdict.text];
    if (verdict.is === "unknown") say(warning("organisation-list", "altinn:orgCode", verdict.text));
    return [];
  };

  /** What fails in passing is not asked for again beforehand: every try of it takes seconds, for each resource. */
  const tokenless = async (scope: string): Promise<Beforehand> => {
    if (settings.withoutKey || unreachable) return { refusals: [], hasToken: false };
    try {
      const scopePrefixes = scopePrefixesOf(await tokens.token(scope));
      return { refusals: [], hasToken: true, scopePrefixes };
    } catch (error) {
      if (!(error instanceof TokenError && error.passing)) {
        const repeated = error instanceof AltinnError && error.repeated;
        const refusal = `${messageOf(error)}${repeated ? "" : ` ${READ_ONLY}`}`;
        return { refusals: [refusal], hasToken: false };
      }
      unreachable = true;
      say(
        warning(
          "maskinporten-unreachable",
          "Maskinporten",
          `whether there is a token for the writes to come is not known, and what is there already is not looked at. ${error.message}`,
        ),
      );
      return { refusals: [], hasToken: false };
    }
  };

  return async (scope) => {
    const apart = await unlisted();
    return apart.length > 0 ? { refusals: apart, hasToken: false } : tokenless(scope);
  };
}
