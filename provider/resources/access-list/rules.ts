import type { Warned } from "../../lines";
import { hasCheckDigit, isOrganisationNumber } from "../../values/organisation-number";
import { isUnknown } from "../../values/unknown";
import type { Values } from "../lifecycle";

/*
 * What the registry refuses of an access list, and what it takes and then breaks on. Source: Altinn/altinn-resource-registry,
 * AccessListsController and the tables of access lists.
 */

export const MEMBERSHIPS = ["exact", "atLeast"] as const;

/** Sentences, one for each broken rule, each beginning with the path of its property; unknown values are not judged. */
export function accessListFailures(inputs: Values): string[] {
  const { identifier, name, description, members, membership } = inputs;
  return [
    ...listIdentifierFailures(identifier, "identifier"),
    ...textFailures(name, "name", "Write the list's name, as Altinn Studio shows it."),
    ...textFailures(description, "description", "Write a text, or leave it out."),
    ...memberFailures(members),
    ...(isUnknown(membership) || MEMBERSHIPS.some((known) => known === membership)
      ? []
      : [
          `membership is ${shown(membership)}. Write ${MEMBERSHIPS.map((one) => `"${one}"`).join(" or ")}.`,
        ]),
  ];
}

/** The registry takes any text as a list's identifier; some it could never find again. */
export function listIdentifierFailures(identifier: unknown, path: string): string[] {
  if (isUnknown(identifier)) return [];
  if (typeof identifier !== "string" || identifier.trim() === "")
    return [`${path} is ${shown(identifier)}. Write the identifier of an access list.`];
  const isLost =
    /[/\\\0\p{Surrogate}]/u.test(identifier) ||
    identifier.trim() !== identifier ||
    /^\.{1,2}$/.test(identifier);
  return isLost
    ? [
        `${path} is ${shown(identifier)}. It stands in addresses, where the list could not be found by it: write it without slashes, and without a space at either end.`,
      ]
    : [];
}

function textFailures(value: unknown, path: string, instead: string): string[] {
  if (isUnknown(value)) return [];
  if (typeof value !== "string") return [`${path} is ${shown(value)}. ${instead}`];
  return /[\0\p{Surrogate}]/u.test(value)
    ? [
        `${path} holds the character NUL, or half a character, which the registry cannot keep. Take it out.`,
      ]
    : [];
}

function memberFailures(members: unknown): string[] {
  if (members === undefined || isUnknown(members)) return [];
  if (!Array.isArray(members))
    return [`members is ${shown(members)}. Write a list of organisation numbers.`];
  return members.flatMap((member: unknown, at) =>
    isUnknown(member) || isOrganisationNumber(member)
      ? []
      : [
          `members[${String(at)}] is ${shown(member)}. Write an organisation number as a text of nine digits, such as "974761076".`,
        ],
  );
}

/** Sentences about the arguments that are given. */
export function accessListWarnings({ members }: Values): Warned[] {
  const wrong = Array.isArray(members)
    ? members.filter((member) => isOrganisationNumber(member) && !hasCheckDigit(member))
    : [];
  return [...new Set(wrong)].map((member) => ({
    code: "check-digit",
    text: `members has ${String(member)}, whose last digit does not fit the others. No organisation has this number, and \`up\` will fail on it. Check the number.`,
  }));
}

const shown = (value: unknown): string => JSON.stringify(value) ?? "missing";
