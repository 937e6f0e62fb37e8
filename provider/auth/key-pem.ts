import { KeyError } from "../errors";
import type { KeySetting } from "../settings";
import { isObject, jsonIn } from "../values/json";
import { withoutQuotes } from "../values/quotes";
import { fromBase64, isBase64, refuseCertificates } from "./signing-key";

/** The PEM text of a private key that is not encrypted, a line to a line, and its key id. */
export function pemOf(setting: KeySetting): { readonly pem: string; readonly kid: string } {
  const { from } = setting;
  const pem = tidied(textOf(setting));
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
  if (!pem.includes("\n")) {
    throw new KeyError(
      `${from} has lost its line breaks. Write them as real line breaks or as \\n, or set base64 of the whole PEM file.`,
    );
  }
  if (setting.keyId === undefined) {
    throw new KeyError(
      `${from} is set without a key id. Set MASKINPORTEN_KEY_ID (or altinn:keyId): the "kid" that Samarbeidsportalen shows for the key.`,
    );
  }
  return { pem, kid: setting.keyId };
}

function textOf({ text: given, from }: KeySetting): string {
  const text = pemOfPair(withoutQuotes(given));
  if (text.startsWith("{")) {
    throw new KeyError(`${from} holds JSON. Set MASKINPORTEN_JWK (or altinn:jwk) instead.`);
  }
  if (/-----BEGIN/.test(text)) return text;
  if (!isBase64(text)) {
    throw new KeyError(
      `${from} is neither PEM nor base64 of it. It must begin with -----BEGIN PRIVATE KEY----- or be base64 of such a file.`,
    );
  }
  const bytes = fromBase64(text);
  refuseCertificates(from, "", bytes);
  const inner = bytes.toString("utf8");
  if (/-----BEGIN/.test(inner)) return inner;
  throw new KeyError(
    `${from} is base64 of something that is no PEM file. Set it to base64 of the whole file, its BEGIN and END lines included.`,
  );
}

/** The private half of `{ "publicKey", "privateKey" }` as key generators write it, with PEM in both; else the text itself. */
function pemOfPair(text: string): string {
  const pair = jsonIn(text);
  const half = isObject(pair) ? pair.privateKey : undefined;
  return typeof half === "string" && /-----BEGIN/.test(half) ? half : text;
}

/** Line breaks that were written as `\n`, once or more escaped, and indentation: YAML, JSON and env files leave them. */
const tidied = (text: string): string =>
  text
    .replace(/(?<!\\)(?:\\+r)?\\+n/g, "\n")
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .join("\n")
    .trim();
