import { nearest } from "../../values/nearest";
import { ATTRIBUTE } from "../xacml/identifiers";
import { SUBJECT_KINDS } from "./subject-kinds";

/** By whose last part other attributes are mistaken for them, such as `urn:altinn:org:rolecode`. */
const TAKEN_FOR: readonly string[] = [
  ATTRIBUTE.role,
  ATTRIBUTE.accessPackage,
  ATTRIBUTE.accessList,
  ATTRIBUTE.organizationLegacy,
];

/** The subject attribute that another one was probably meant for. */
export function lookAlikeOf(attributeId: string): string | undefined {
  const letters = (text: string) => text.toLowerCase().replace(/[^a-z]/g, "");
  const same = [...SUBJECT_KINDS.keys()].find((known) => letters(known) === letters(attributeId));
  return same ?? nearest(lastPart(attributeId), TAKEN_FOR, (known) => [lastPart(known)], 1)[0];
}

const lastPart = (urn: string) => urn.slice(urn.lastIndexOf(":") + 1);
