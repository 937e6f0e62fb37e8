import { createPrivateKey } from "node:crypto";
import type { KeySetting } from "../settings";
import { privateJwkOf } from "./key-jwk";
import { pemOf } from "./key-pem";
import { signingKey, type SigningKey } from "./signing-key";

/**
 * Reads the key in any of the forms that people hold: a private RSA JWK as JSON or base64 of it, alone, in a key set or
 * beside its public half; PKCS#8 or PKCS#1 as PEM or base64 of it. Throws a `KeyError` that says what is wrong and never
 * repeats the text.
 */
export function readKey(setting: KeySetting): SigningKey {
  if (setting.form === "jwk") {
    const { kid, jwk } = privateJwkOf(setting);
    return signingKey(setting.from, kid, () => createPrivateKey({ key: jwk, format: "jwk" }));
  }
  const { kid, pem } = pemOf(setting);
  return signingKey(setting.from, kid, () => createPrivateKey({ key: pem, format: "pem" }));
}
