import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { KeyError } from "../errors";
import type { KeySetting } from "../settings";
import { isObject, type JsonObject } from "../values/json";

/** A private RSA key that Maskinporten knows, and the id under which it knows it. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  /** Name of the setting that the key came from, for messages. */
  readonly from: string;
}

const PRIVATE_RSA_MEMBERS = ["n", "e", "d", "p", "q", "dp", "dq", "qi"];
const SMALLEST_MODULUS_BITS = 2048;
const REGISTER =
  "Make an RSA key of 2048 bits and register its public half on the client (Samarbeidsportalen, or its self-service API).";

/**
 * Reads the key in any of the forms that people hold: a private RSA JWK as JSON or base64 of it, PKCS#8 or PKCS#1 as PEM
 * or base64 of it. Throws a `KeyError` that says what is wrong and never repeats the text.
 */
export function readKey(setting: KeySetting): SigningKey {
  return setting.form === "jwk" ? readJwk(setting) : readPem(setting);
}

const isBase64 = (text: string): boolean =>
  /^[A-Za-z0-9+/_-]+={0,2}$/.test(text.replace(/\s/g, ""));
const decoded = (text: string): Buffer => Buffer.from(text.replace(/\s/g, ""), "base64");

/** DER of a PKCS#12 file starts with a sequence whose first element is the integer 3, its version. */
function isPkcs12(bytes: Buffer): boolean {
  return bytes[0] === 0x30 && bytes.subarray(0, 12).includes(Buffer.from([0x02, 0x01, 0x03]));
}

function refuseCertificates(from: string, text: string, bytes: Buffer | undefined): void {
  if (/-----BEGIN CERTIFICATE-----/.test(text) || (bytes !== undefined && isPkcs12(bytes))) {
    throw new KeyError(
      `${from} holds a certificate or a PKCS#12 file (enterprise certificate), which is not taken. ${REGISTER}`,
    );
  }
}

function readJwk(setting: KeySetting): SigningKey {
  const { from } = setting;
  const jwk = jwkOf(setting);
  if (Array.isArray(jwk.keys)) {
    throw new KeyError(
      `${from} is a key set (it has "keys"). Set it to the one private key in it.`,
    );
  }
  if (jwk.kty !== "RSA") {
    throw new KeyError(
      `${from} is a JWK of type ${typeof jwk.kty === "string" ? `"${jwk.kty}"` : "none"}. Maskinporten takes RSA keys only ("kty": "RSA"). ${REGISTER}`,
    );
  }
  if (jwk.d === undefined) {
    throw new KeyError(
      `${from} is a public key: it has no "d". Set it to the private JWK, the one that never leaves your organisation.`,
    );
  }
  const missing = PRIVATE_RSA_MEMBERS.filter(
    (member) => typeof jwk[member] !== "string" || jwk[member] === "",
  );
  if (missing.length > 0) {
    throw new KeyError(
      `${from} is a private JWK without ${missing.map((m) => `"${m}"`).join(", ")}. Export the key again, whole.`,
    );
  }
  const kid =
    setting.keyId ?? (typeof jwk.kid === "string" && jwk.kid !== "" ? jwk.kid : undefined);
  if (kid === undefined) {
    throw new KeyError(
      `${from} has no "kid". Add it to the JWK, or set MASKINPORTEN_KEY_ID: the key id that Samarbeidsportalen shows for the key.`,
    );
  }
  return signingKey(from, kid, () =>
    createPrivateKey({
      key: Object.fromEntries(["kty", ...PRIVATE_RSA_MEMBERS].map((m) => [m, jwk[m]])),
      format: "jwk",
    }),
  );
}

function jwkOf({ text, from }: KeySetting): JsonObject {
  if (/-----BEGIN/.test(text)) {
    throw new KeyError(
      `${from} holds a PEM key. Set MASKINPORTEN_PRIVATE_KEY (or altinn:privateKey) and its key id instead.`,
    );
  }
  const whole = parsed(text);
  if (isObject(whole)) return whole;
  if (whole !== undefined)
    throw new KeyError(`${from} is JSON, but not an object. Set it to the private JWK.`);
  if (text.startsWith("{")) {
    throw new KeyError(
      `${from} begins like JSON, but is not whole. Check quoting in the shell; base64 of the JWK needs none.`,
    );
  }
  if (!isBase64(text)) {
    throw new KeyError(
      `${from} is neither JSON nor base64. Set it to the private JWK as JSON, or to base64 of that JSON.`,
    );
  }
  const bytes = decoded(text);
  refuseCertificates(from, bytes.toString("latin1"), bytes);
  const inner = parsed(bytes.toString("utf8").replace(/^\uFEFF/, ""));
  if (isObject(inner)) return inner;
  const what = /-----BEGIN/.test(bytes.toString("latin1"))
    ? "a PEM file"
    : "something that is no JSON object";
  throw new KeyError(
    `${from} is base64 of ${what}. ${what === "a PEM file" ? "Set MASKINPORTEN_PRIVATE_KEY and its key id instead." : "Set it to base64 of the private JWK's JSON."}`,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function readPem(setting: KeySetting): SigningKey {
  const { from } = setting;
  const pem = pemOf(setting);
  if (/-----BEGIN (?:RSA )?PUBLIC KEY-----/.test(pem)) {
    throw new KeyError(
      `${from} is a public key. Set it to the private key (BEGIN PRIVATE KEY or BEGIN RSA PRIVATE KEY).`,
    );
  }
  refuseCertificates(from, pem, undefined);
  if (/-----BEGIN ENCRYPTED PRIVATE KEY-----|Proc-Type: 4,ENCRYPTED/.test(pem)) {
    throw new KeyError(
      `${from} is encrypted with a password, which is not taken. Decrypt it (openssl pkey) and keep it as a secret.`,
    );
  }
  if (!/\r?\n/.test(pem.trim())) {
    throw new KeyError(
      `${from} has lost its line breaks. Write them as real line breaks or as \\n, or set base64 of the whole PEM file.`,
    );
  }
  if (setting.keyId === undefined) {
    throw new KeyError(
      `${from} is set without a key id. Set MASKINPORTEN_KEY_ID (or altinn:keyId): the "kid" that Samarbeidsportalen shows for the key.`,
    );
  }
  return signingKey(from, setting.keyId, () => createPrivateKey({ key: pem, format: "pem" }));
}

function pemOf({ text, from }: KeySetting): string {
  if (text.startsWith("{")) {
    throw new KeyError(`${from} holds JSON. Set MASKINPORTEN_JWK (or altinn:jwk) instead.`);
  }
  if (/-----BEGIN/.test(text)) return text.replace(/\\r?\\n|\\n/g, "\n");
  if (!isBase64(text)) {
    throw new KeyError(
      `${from} is neither PEM nor base64 of it. It must begin with -----BEGIN PRIVATE KEY----- or be base64 of such a file.`,
    );
  }
  const bytes = decoded(text);
  refuseCertificates(from, "", bytes);
  const inner = bytes.toString("utf8");
  if (/-----BEGIN/.test(inner)) return inner;
  throw new KeyError(
    `${from} is base64 of something that is no PEM file. Set it to base64 of the whole file, its BEGIN and END lines included.`,
  );
}

function signingKey(from: string, kid: string, read: () => KeyObject): SigningKey {
  let privateKey: KeyObject;
  try {
    privateKey = read();
  } catch {
    // The library's own words may repeat parts of the input.
    throw new KeyError(
      `${from} is not a whole private RSA key: it cannot be decoded. Export it again.`,
    );
  }
  if (privateKey.asymmetricKeyType !== "rsa") {
    throw new KeyError(
      `${from} is a key of type ${privateKey.asymmetricKeyType ?? "unknown"}. Maskinporten takes RSA keys only. ${REGISTER}`,
    );
  }
  const bits = createPublicKey(privateKey).asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits < SMALLEST_MODULUS_BITS) {
    throw new KeyError(
      `${from} is an RSA key of ${String(bits)} bits; Maskinporten wants 2048. ${REGISTER}`,
    );
  }
  return { kid, privateKey, from };
}
