import { sameJson } from "../../values/compare";
import { isObject } from "../../values/json";
import type { Values } from "../lifecycle";
import { isMember, type Member } from "./document-shape";
import { canonicalMembers } from "./document-type-rules";

/*
 * When two registry documents say the same, member by member. Both sides are first read as the registry reads a document:
 * what it does not know is dropped, an enum gets its name in the registry's spelling, and in an object null is what was
 * left out. The registry stores the rest as it was sent and answers it so; hence "" and [] are values, and differ from
 * nothing. Source: Altinn/altinn-resource-registry, ServiceResource and CompetentAuthority.
 */

interface Row {
  /** What a document says that leaves the member out. */
  readonly absent?: unknown;
  /** What of a value is compared; the whole of it when left out. `program` is what the program or the state says. */
  readonly meaning?: (value: unknown, program: unknown) => unknown;
}

/** To the letter; in objects the order of keys does not count and null is no value, in lists the order of elements counts. */
const AS_STORED: Row = {};
const FILLED_IN_TRUE: Row = { absent: true };
const FILLED_IN_FALSE: Row = { absent: false };
const MADE_BY_SERVER: Row = { meaning: () => undefined };

/** What is compared how. */
export const COMPARED: Readonly<Record<Member, Row>> = {
  // PostgreSQL finds it by equal text.
  identifier: AS_STORED,
  version: AS_STORED,
  // The database sorts languages anew, and keeps one whose text is null, which nobody shows.
  title: AS_STORED,
  description: AS_STORED,
  rightDescription: AS_STORED,
  homepage: AS_STORED,
  // Filled in here and not by the registry. Most real documents have none, and what GET answers of them is to be no change.
  // ASSUMPTION: nothing at Altinn decides by it; the next write for another reason writes it.
  status: { absent: "Completed" },
  // Lists come back as they were sent, empty ones too.
  spatial: AS_STORED,
  // The registry wants the list, so it tells an empty one from none.
  contactPoints: AS_STORED,
  produces: AS_STORED,
  isPartOf: AS_STORED,
  thematicAreas: AS_STORED,
  // A reference with an empty text is one that a search survives; one without any text makes it fail.
  resourceReferences: AS_STORED,
  // The registry answers with these two, the next three and isOneTimeConsent although nobody sent them.
  delegable: FILLED_IN_TRUE,
  visible: FILLED_IN_TRUE,
  accessListMode: { absent: "Disabled" },
  selfIdentifiedUserEnabled: FILLED_IN_FALSE,
  enterpriseUserEnabled: FILLED_IN_FALSE,
  hasCompetentAuthority: { meaning: authority },
  keywords: AS_STORED,
  // Never left out of an answer; the name counts, in any casing.
  resourceType: AS_STORED,
  availableForType: AS_STORED,
  // GET of one resource shows what was sent; only the lists make it up.
  authorizationReference: AS_STORED,
  consentTemplate: AS_STORED,
  consentText: AS_STORED,
  consentMetadata: { meaning: consentParts },
  isOneTimeConsent: FILLED_IN_FALSE,
  // New at every write.
  versionId: MADE_BY_SERVER,
};

/** The number to the letter, the code in any casing as the registry compares it, and the name when the program gives one. */
function authority(value: unknown, program: unknown): unknown {
  if (!isObject(value)) return value;
  const { organization, orgcode, name } = value;
  const isGiven = isObject(program) && program.name !== undefined;
  return {
    organization,
    orgcode: typeof orgcode === "string" ? orgcode.toLowerCase() : orgcode,
    // The registry makes an empty name of none.
    ...(isGiven ? { name: name ?? {} } : {}),
  };
}

/** The registry fills in that a part is not optional. A part that is null is there, and comes back as null. */
function consentParts(value: unknown): unknown {
  if (!isObject(value)) return value;
  const parts = Object.entries(value).map(([part, meta]) => [
    part,
    isObject(meta) ? { optional: false, ...meta } : (meta ?? "null"),
  ]);
  return Object.fromEntries(parts) as Values;
}

/** With what leaving a member out comes to, of the members `keys`. */
export const filledIn = (keys: readonly string[], document: Values): Values => ({
  ...document,
  ...Object.fromEntries(
    keys
      .filter(isMember)
      .map((key) => [key, document[key] ?? COMPARED[key].absent])
      .filter(([, value]) => value !== undefined),
  ),
});

/** True when the member `key` says the same in both; `program` is what the program or the state says. */
export function sameMember(key: string, program: unknown, other: unknown): boolean {
  if (program === other) return true;
  if (!isMember(key)) return sameJson(program, other);
  const { absent, meaning = (value: unknown) => value } = COMPARED[key];
  const [a, b] = [program, other].map((value) => canonicalMembers({ [key]: value })[key]);
  return sameJson(meaning(a ?? absent, a), meaning(b ?? absent, a));
}
