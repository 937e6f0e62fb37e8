import { z } from "zod";

/** The test organisation of Altinn. Its entry has no number; everything of it belongs to that of Digdir. */
const TEST_ORGANISATION = { code: "ttd", number: "991825827" };

/** What Altinn's organisation list says of one service owner. */
export interface ListedOrganisation {
  /** By language. */
  readonly name?: Readonly<Record<string, string>> | null | undefined;
  /** Nine digits; empty or absent for some. */
  readonly orgnr?: string | null | undefined;
  /** Where it is offered, as the list calls environments: `tt02`, `production`, ... */
  readonly environments?: readonly string[] | null | undefined;
}

/** Altinn's service owners, by code. */
export type OrganisationList = Readonly<Record<string, ListedOrganisation>>;

export const organisationListAnswer = z.object({
  orgs: z.record(
    z.string(),
    z.looseObject({
      name: z.record(z.string(), z.string()).nullish(),
      orgnr: z.string().nullish(),
      environments: z.array(z.string()).nullish(),
    }),
  ),
});

/** The entry of a code, in any casing. */
export const listed = (list: OrganisationList, code: string): ListedOrganisation | undefined =>
  Object.entries(list).find(([other]) => other.toLowerCase() === code.toLowerCase())?.[1];

/** Nine digits of the organisation of a code; undefined for one that the list does not have, or has no number of. */
export const numberOf = (list: OrganisationList, code: string): string | undefined =>
  code.toLowerCase() === TEST_ORGANISATION.code
    ? TEST_ORGANISATION.number
    : listed(list, code)?.orgnr || undefined;

/** The codes that belong to a number. */
export const codesOf = (list: OrganisationList, number: string): string[] => [
  ...Object.entries(list)
    .filter(([, { orgnr }]) => orgnr === number)
    .map(([code]) => code.toLowerCase()),
  ...(number === TEST_ORGANISATION.number ? [TEST_ORGANISATION.code] : []),
];

/**
 * What the organisations of the list are called, by number and by code.
 *
 * @param language Of the names, where the list has it; else Norwegian.
 */
export const namesIn = (list: OrganisationList, language: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(list).flatMap(([code, { orgnr, name }]) => {
      const called = name?.[language] ?? name?.nb ?? name?.nn;
      if (!called) return [];
      const named = called.replace(/\p{Cc}+/gu, " ").trim();
      return [orgnr ?? "", code.toLowerCase()]
        .filter((key) => key !== "")
        .map((key) => [key, named]);
    }),
  );

/** What the list says of a code and a number that are given as one organisation's. */
export type Verdict =
  | { readonly is: "together" }
  /** A sentence that says which of them the list knows, and what to write. */
  | { readonly is: "apart" | "unknown"; readonly text: string };

/** Whether `orgCode` and `orgNumber` of the settings belong to one organisation. */
export function belongTogether(
  list: OrganisationList,
  { orgCode, orgNumber }: { readonly orgCode: string; readonly orgNumber: string },
): Verdict {
  const codes = codesOf(list, orgNumber);
  if (codes.includes(orgCode)) return { is: "together" };
  const entry = listed(list, orgCode);
  const right = codes.map((code) => `"${code}"`).join(" or ");
  const number = orgCode === TEST_ORGANISATION.code ? TEST_ORGANISATION.number : entry?.orgnr;
  if (number) {
    const known = right === "" ? "no code" : `the code ${right}`;
    const otherwise = right === "" ? "" : `, or altinn:orgCode ${right} to act for ${orgNumber}`;
    return {
      is: "apart",
      text: `altinn:orgCode is "${orgCode}" and altinn:orgNumber is "${orgNumber}", which do not belong together: by Altinn's organisation list "${orgCode}" is ${number}, and ${orgNumber} has ${known}. Write altinn:orgNumber "${number}" to act for "${orgCode}"${otherwise}.`,
    };
  }
  const lacks = entry ? `has no number for "${orgCode}"` : `does not have "${orgCode}"`;
  return {
    is: "unknown",
    text: `Altinn's organisation list ${lacks}, so nothing shows that it is the code of altinn:orgNumber ${orgNumber}${right === "" ? "" : `, whose code there is ${right}`}. Check both settings: the code of a registry resource can be changed, its owner cannot.`,
  };
}
