import {
  createHash,
  createPrivateKey,
  createPublicKey,
  type JsonWebKey,
  type KeyObject,
} from "node:crypto";
import type { NewClient } from "../maskinporten/clients";

/** One key in the forms that programs take. */
export interface KeyForms {
  readonly jwk: JsonWebKey;
  /** The JWK's JSON in base64, as Altinn's .NET client has it (`EncodedJwk`). */
  readonly jwkBase64: string;
  /** PKCS#8, or SubjectPublicKeyInfo of a public key. */
  readonly pem: string;
}

export function formsOf(jwk: JsonWebKey): KeyForms {
  return {
    jwk,
    jwkBase64: Buffer.from(JSON.stringify(jwk)).toString("base64"),
    pem: pemOf(jwk),
  };
}

export const isPrivate = (jwk: JsonWebKey): boolean => jwk.d !== undefined;

export function pemOf(jwk: JsonWebKey): string {
  const key = { key: jwk, format: "jwk" } as const;
  return isPrivate(jwk)
    ? String(createPrivateKey(key).export({ type: "pkcs8", format: "pem" }))
    : String(createPublicKey(key).export({ type: "spki", format: "pem" }));
}

/** Thumbprint of the public key (RFC 7638). */
export function thumbprint({ e, kty, n }: JsonWebKey): string {
  return createHash("sha256").update(JSON.stringify({ e, kty, n })).digest("base64url");
}

/**
 * Reads a key from a text: PEM (also of a certificate), JWK, or base64 of a JWK.
 * @throws RangeError for another text, for a PEM that is encrypted, for a key that is not RSA and for one below 2048 bits
 */
export function readKey(text: string): JsonWebKey {
  const trimmed = text.trim();
  if (/^-----BEGIN ENCRYPTED |^Proc-Type: 4,ENCRYPTED/m.test(trimmed)) {
    throw new RangeError(
      "is a PEM that is encrypted, and must not be: `openssl pkey -in FILE -out PLAIN` takes its password off",
    );
  }
  let jwk: JsonWebKey;
  try {
    jwk = trimmed.startsWith("-----")
      ? fromPem(trimmed)
      : (JSON.parse(
          trimmed.startsWith("{") ? trimmed : Buffer.from(trimmed, "base64").toString("utf8"),
        ) as JsonWebKey);
  } catch {
    throw new RangeError("is no PEM, no JWK and no base64 of a JWK");
  }
  return checkedKey(jwk);
}

/** @throws RangeError for a key that is not RSA, that cannot be read, or that is below 2048 bits */
export function checkedKey(jwk: JsonWebKey): JsonWebKey {
  let key: KeyObject;
  try {
    const source = { key: jwk, format: "jwk" } as const;
    key = isPrivate(jwk) ? createPrivateKey(source) : createPublicKey(source);
  } catch (error) {
    throw new RangeError(`is no key that can be read: ${(error as Error).message}`);
  }
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (key.asymmetricKeyType !== "rsa" || bits < 2048) {
    throw new RangeError(
      `must be an RSA key of 2048 bits or more, is ${key.asymmetricKeyType ?? "another kind"}${bits > 0 ? ` of ${bits}` : ""}`,
    );
  }
  return jwk;
}

function fromPem(pem: string): JsonWebKey {
  const key = /PRIVATE KEY-----/.test(pem) ? createPrivateKey(pem) : createPublicKey(pem);
  return key.export({ format: "jwk" });
}

/** A key as `newClient` takes it; `kid` is the one given, the key's own or its thumbprint. */
export function asClientKey(
  jwk: JsonWebKey,
  kid = typeof jwk["kid"] === "string" ? jwk["kid"] : thumbprint(jwk),
): Pick<NewClient, "publicJwk" | "kid"> {
  return { publicJwk: jwk, kid };
}
