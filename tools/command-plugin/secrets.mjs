// On the wire between engine and plugin a secret is an object under this key with this signature; see
// `specialSigKey` and `specialSecretSig` in the SDK's runtime/rpc.
const KEY = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** @param {unknown} value @returns {value is { value: unknown }} */
const isSecret = (value) =>
  value !== null && typeof value === "object" && /** @type {any} */ (value)[KEY] === SECRET;

/** @param {unknown} value */
export const asSecret = (value) => ({ [KEY]: SECRET, value });

/** @param {unknown} value @returns {boolean} true when a secret is anywhere inside */
export function anySecret(value) {
  if (value === null || typeof value !== "object") return false;
  return isSecret(value) || Object.values(value).some(anySecret);
}

/**
 * The same value with the secrets in clear.
 * @param {any} value
 * @returns {any}
 */
export function withoutMarks(value) {
  if (value === null || typeof value !== "object") return value;
  if (isSecret(value)) return withoutMarks(value.value);
  if (Array.isArray(value)) return value.map(withoutMarks);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withoutMarks(part)]));
}
