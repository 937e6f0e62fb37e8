/**
 * Text of a URI in the form in which .NET compares it: without white space around it, without a
 * fragment, the scheme in lower case.
 */
export function comparableUri(text: string): string {
  const [uri = ""] = text.trim().split("#", 1);
  return uri.replace(/^[A-Za-z][A-Za-z0-9+.-]*:/, (scheme) => scheme.toLowerCase());
}
