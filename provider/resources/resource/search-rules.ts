import { isObject } from "../../values/json";
import type { Values } from "../lifecycle";

/*
 * What the registry stores of a resource, and on which searches of everybody fail from then on: one that looks into the
 * member that is missing gets status 500, whatever it searches for. Source: Altinn/altinn-resource-registry,
 * ServiceResourceHelper.
 */

export interface SearchFailure {
  readonly path: string;
  /** A sentence that begins with the path. */
  readonly text: string;
}

/** Of a document that `readDocument` made; what is unknown in it is not judged. An empty text does no harm. */
export const searchFailures = (document: Values): SearchFailure[] => [
  ...missingIn(document, "resourceReferences", "reference"),
  ...missingIn(document, "keywords", "word"),
];

function missingIn(document: Values, member: string, text: string): SearchFailure[] {
  const entries = document[member];
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry: unknown, index) => {
    const at = `${member}[${String(index)}]`;
    const effect = `on which every search by ${text} fails for everybody (status 500).`;
    if (entry === null) return [{ path: at, text: `${at} is null, ${effect} Take it out.` }];
    if (!isObject(entry) || (entry[text] ?? null) !== null) return [];
    const path = `${at}.${text}`;
    return [{ path, text: `${path} is missing, ${effect} Write it, or take the entry out.` }];
  });
}
