import { isUnknown } from "../values/unknown";

/** Sub-routes of `GET /resource/` that win over `/resource/{id}`: such an identifier can be made, but never read. */
const UNREADABLE = new Set(["search", "resourcelist", "export", "updated", "changes", "orgs"]);

/**
 * An identifier that is referred to, as by the `resourceId` of a policy or a configuration. Its pattern is not judged:
 * the registry has older ones that it would not give out today.
 */
export function identifierFailures(identifier: unknown, path = "identifier"): string[] {
  if (typeof identifier !== "string" || identifier.trim() === "") {
    return [`${path} is ${shown(identifier)}. Write the identifier of a registry resource.`];
  }
  return unreadableFailures(identifier, path);
}

/** An identifier by which the resource could never be read. */
export function unreadableFailures(identifier: unknown, path: string): string[] {
  if (typeof identifier !== "string" || isUnknown(identifier)) return [];
  if (UNREADABLE.has(identifier.toLowerCase())) {
    return [
      `${path} is "${identifier}", which is an address of the Resource Registry itself: the resource could never be read. Choose another one.`,
    ];
  }
  const why = unreadable(identifier);
  return why === undefined ? [] : [`${path} is ${shown(identifier)}. ${why}`];
}

function unreadable(identifier: string): string | undefined {
  if (identifier.includes("/"))
    return "With a slash in it the resource could never be read. Choose another one.";
  if (identifier === "." || identifier === "..")
    return "In an address that is no name but the folder itself or the one above. Write the identifier of a registry resource.";
  // A `$` of .NET's fits before a line feed at the end, so the registry's own pattern takes it.
  if (/[\r\n]$/.test(identifier))
    return `It ends in a line break, as the text of a file does. Write ${shown(identifier.trim())}: use .trim() where it is read.`;
  return /\p{Surrogate}/u.test(identifier)
    ? "It holds half a character, which no address can. Correct it."
    : undefined;
}

const shown = (value: unknown): string => JSON.stringify(value) ?? "missing";
