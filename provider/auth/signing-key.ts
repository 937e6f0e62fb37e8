import { createPublicKey, sign, verify, type KeyObject } from "node:crypto";
import { KeyError } from "../errors";

/** A private RSA key that Maskinporten knows, and the id under which it knows it. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  /** Name of the setting that the key came from, for messages. */
  readonly from: string;
}

const SMALLEST_MODULUS_BITS = 2048;
const REGISTER =
  "Make an RSA key of 2048 bits and register its public half on the client (Samarbeidsportalen, or its self-service API).";

/** Judges what `read` makes of the setting's text. Throws a `KeyError` for what is no RSA key of 2048 bits or more. */
export function signingKey(from: string, kid: string, read: () => KeyObject): SigningKey {
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
    throw notRsa(from, `a key of type ${privateKey.asymmetricKeyType ?? "unknown"}`);
  }
  const bits = createPublicKey(privateKey).asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits < SMALLEST_MODULUS_BITS) {
    throw new KeyError(
      `${from} is an RSA key of ${String(bits)} bits; Maskinporten wants 2048. ${REGISTER}`,
    );
  }
  if (!isWhole(privateKey)) {
    throw new KeyError(
      `${from} is an RSA key whose parts do not belong together: its public half does not verify what it signs. Export it again, whole.`,
    );
  }
  return { kid, privateKey, from };
}

/** A JWK with the modulus of another key is decoded all the same. */
function isWhole(privateKey: KeyObject): boolean {
  const text = Buffer.from("a text to sign");
  try {
    return verify("sha256", text, createPublicKey(privateKey), sign("sha256", text, privateKey));
  } catch {
    return false;
  }
}

export const notRsa = (from: string, what: string): KeyError =>
  new KeyError(`${from} is ${what}. Maskinporten takes RSA keys only. ${REGISTER}`);

/** DER of a PKCS#12 file starts with a sequence whose first element is the integer 3, its version. */
const isPkcs12 = (bytes: Buffer): boolean =>
  bytes[0] === 0x30 && bytes.subarray(0, 12).includes(Buffer.from([0x02, 0x01, 0x03]));

export function refuseCertificates(from: string, text: string, bytes: Buffer | undefined): void {
  if (/-----BEGIN CERTIFICATE-----/.test(text) || (bytes !== undefined && isPkcs12(bytes))) {
    throw new KeyError(
      `${from} holds a certificate or a PKCS#12 file (enterprise certificate), which is not taken. ${REGISTER}`,
    );
  }
}

export const isBase64 = (text: string): boolean =>
  /^[A-Za-z0-9+/_-]+={0,2}$/.test(text.replace(/\s/g, ""));

export const fromBase64 = (text: string): Buffer => Buffer.from(text.replace(/\s/g, ""), "base64");
