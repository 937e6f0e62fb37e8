import type { PlainAccess } from "./access";
import { letsIn } from "./compare";
import type { Grant } from "./grants";
import { grantLines } from "./words";

/** Names of organisations, by number, and of service owners by code. */
export type OrganisationNames = Readonly<Record<string, string>>;

/** What lets callers of Broker do an action: `write` is sending, `read` is fetching. */
export const grantsFor = ({ grants }: PlainAccess, action: string): Grant[] =>
  grants
    .filter(letsIn)
    .filter(({ action: allowed }) => allowed === undefined || allowed.value === action)
    // Every action of an access list: Altinn does not look at the list when Broker asks.
    .filter(({ who }) => who?.kind !== "access list" || !["read", "write"].includes(action));

/** Whom grants let in: keys of `access` as a preview has them, organisations with their names where those are known. */
export const namedKeys = (grants: readonly Grant[], names: OrganisationNames): string[] =>
  Object.keys(grantLines(grants)).map((key) => named(key, names));

/** Who may do an action. */
export const whoMay = (access: PlainAccess, action: string, names: OrganisationNames): string[] =>
  namedKeys(grantsFor(access, action), names);

const named = (key: string, names: OrganisationNames): string =>
  key.replace(/\b(?:organization|for party|service owner) ([^\s",()]+)/g, (words, who: string) =>
    Object.hasOwn(names, who) ? `${words} (${names[who] ?? ""})` : words,
  );
