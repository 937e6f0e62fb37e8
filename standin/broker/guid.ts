const digits = "([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})";
const dashed = digits.replaceAll("-?", "-");
const forms = [dashed, digits.replaceAll("-?", ""), `\\{${dashed}\\}`, `\\(${dashed}\\)`].map(
  (form) => new RegExp(`^${form}$`, "i"),
);

/**
 * Reads a GUID in the forms that .NET takes: with or without dashes, dashed ones also in braces or parentheses.
 * @returns lower case with dashes; undefined for anything else
 */
export function readGuid(text: string): string | undefined {
  const trimmed = text.trim();
  for (const form of forms) {
    const parts = form.exec(trimmed);
    if (parts) {
      return parts.slice(1).join("-").toLowerCase();
    }
  }
  return undefined;
}
