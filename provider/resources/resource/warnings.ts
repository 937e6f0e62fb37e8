import type { Warned } from "../../lines";
import type { Settings } from "../../settings";
import { isObject } from "../../values/json";
import { isUnknown } from "../../values/unknown";
import { nearest } from "../../values/nearest";
import { readDocument, type Dropped, type ReadDocument } from "./document-type-rules";
import { without, type Values } from "../lifecycle";
import { unusableIdentifierFailures } from "./rules";
import { searchFailures } from "./search-rules";

/*
 * What the registry takes of a resource, and what may yet not be meant.
 */

/** Altinn's own statuses; the registry takes any text. */
const USUAL_STATUSES = ["Completed", "Active", "Deprecated", "UnderDevelopment", "Withdrawn"];

/** Arguments that are no members of the document. */
const OURS = ["acknowledge", "adopt", "onDelete"];

/** Sentences about the arguments that are given. Each one is about a single argument, so they may be asked one by one. */
export function resourceWarnings(args: Values): Warned[] {
  const read = readDocument(without(args, ...OURS));
  // A name that is spelt nearly like another one is refused.
  const dropped = read.dropped.filter((each) => nameMeant(each) === undefined);
  return memberWarnings({ ...read, dropped });
}

/** What a member that the registry does not know may have meant. */
const nameMeant = ({ path, name, among }: Dropped): string | undefined =>
  nearest(name, path === name ? [...among, ...OURS] : among, (each) => [each], 1)[0];

/** Sentences about members whose names are spelt nearly like those of others. */
export const misspeltFailures = (args: Values): string[] =>
  readDocument(without(args, ...OURS)).dropped.flatMap((each) => {
    const meant = nameMeant(each);
    if (meant === undefined) return [];
    return [
      `${each.path} is no member that the Resource Registry knows. Write ${meant}, or acknowledge: ["unknown-member"] when it is one.`,
    ];
  });

function memberWarnings({ document, dropped, nulls }: ReadDocument): Warned[] {
  const { status } = document;
  const searched = new Set(searchFailures(document).map(({ path }) => path));
  return [
    ...dropped.map(({ path }): Warned => ({
      code: "unknown-member",
      text: `${path} is no member that the Resource Registry knows; it drops it. Correct the name, or take it out.`,
    })),
    // Those of lists that searches look into are refused.
    ...nulls
      .filter((path) => !searched.has(path))
      .map((path): Warned => ({
        code: "null-member",
        text: `${path} is null, and the Resource Registry keeps it so. Take it out, or give it a value.`,
      })),
    ...(typeof status === "string" && !isUnknown(status) && !USUAL_STATUSES.includes(status)
      ? [
          {
            code: "unusual-status",
            text: `status is ${JSON.stringify(status)}. The registry takes any text; Altinn's own are ${USUAL_STATUSES.join(", ")}.`,
          } as const,
        ]
      : []),
  ];
}

export const MODE_WITHOUT_LIST: Warned = {
  code: "mode-without-list",
  text: 'accessListMode is Enabled, and this program connects no access list to the service. Only members of connected lists are let in, and without one nobody is. Write an AccessListConnection, or acknowledge: ["mode-without-list"] when one is connected in Altinn Studio.',
};

/** An identifier that does not follow the convention; it is fixed for ever, so this is for new ones. */
export function resourceSettingWarnings(
  inputs: Values,
  { orgCode }: Pick<Settings, "orgCode">,
): Warned[] {
  return conventionWarnings(inputs.identifier, orgCode).map((text) => ({
    code: "identifier-prefix",
    text,
  }));
}

function conventionWarnings(identifier: unknown, orgCode: string): string[] {
  if (typeof identifier !== "string" || isUnknown(identifier)) return [];
  const code = orgCode.toLowerCase();
  const begins = [`${code}-`, `${code}_`].some((prefix) => identifier.startsWith(prefix));
  if (begins || /^(?:app|se)_/.test(identifier)) return [];
  return [
    `identifier is ${JSON.stringify(identifier)}. By convention it begins with the owner's code, "${code}-" or "${code}_"; it can never be changed.`,
  ];
}

const inWords = (lines: readonly number[]): string =>
  lines.length === 1
    ? `line ${String(lines[0])}`
    : `lines ${lines.slice(0, -1).join(", ")} and ${String(lines.at(-1))}`;

/** All that may not be meant in a document of which the registry's rules say nothing. */
export function documentWarnings(value: unknown): string[] {
  const read = readDocument(value);
  const { document } = read;
  const authority = isObject(document.hasCompetentAuthority)
    ? document.hasCompetentAuthority
    : undefined;
  const { organization, orgcode } = authority ?? {};
  return [
    ...read.repeated.map(
      ({ path, lines }) =>
        `${path} stands ${lines.length === 2 ? "twice" : `${String(lines.length)} times`} in the file, in ${inWords([...new Set(lines)])}, and the registry takes the last one. Take the others out.`,
    ),
    ...memberWarnings(read).map(({ text }) => text),
    ...(document.accessListMode === "Enabled"
      ? [
          "accessListMode is Enabled: on top of the policy, only members of connected access lists are let in. While none is connected, nobody is let in.",
        ]
      : []),
    ...searchFailures(document).map(({ text }) => text),
    ...unusableIdentifierFailures(document),
    ...(typeof orgcode === "string" && orgcode !== "" && !isUnknown(orgcode)
      ? conventionWarnings(document.identifier, orgcode)
      : []),
    ...(authority && (orgcode === undefined || orgcode === null || orgcode === "")
      ? [
          "hasCompetentAuthority.orgcode is missing. Broker and access lists fail on a resource without it.",
        ]
      : []),
    ...(typeof organization === "string" &&
    !isUnknown(organization) &&
    organization !== "" &&
    !/^\d{9}$/.test(organization)
      ? [
          `hasCompetentAuthority.organization is ${JSON.stringify(organization)}. The registry does not look, but no organisation has such a number; it has nine digits.`,
        ]
      : []),
  ];
}
