import type { JsonWebKey } from "node:crypto";
import { KeyError } from "../errors";
import type { KeySetting } from "../settings";
import { isObject, jsonIn, type JsonObject } from "../values/json";
import { withoutQuotes } from "../values/quotes";
import { crtMembers } from "./key-primes";
import { fromBase64, isBase64, notRsa, refuseCertificates } from "./signing-key";

const FIRST_MEMBERS = ["n", "e", "d"] as const;
/** Of the registry "JSON Web Key Types" (RFC 7518, section 7.4). */
const OTHER_TYPES = ["EC", "oct", "OKP", "AKP"];
const CRT_MEMBERS = ["p", "q", "dp", "dq", "qi"] as const;

/** The private RSA JWK of a setting, with all its members, and its key id. */
export function privateJwkOf(setting: KeySetting): {
  readonly jwk: JsonWebKey;
  readonly kid: string;
} {
  const { from } = setting;
  const given = privateOf(from, jsonOf(from, setting.text));
  if (given.kty !== "RSA") {
    throw notRsa(from, `a JWK of ${typeWords(given.kty)}`);
  }
  if (given.d === undefined) throw publicKey(from);
  const kid = setting.keyId ?? kidOf(from, given.kid);
  return { jwk: whole(from, given), kid };
}

/** Only a type that there is: what stands in its place may be anything, the key too. */
const typeWords = (kty: unknown): string => {
  if (kty === undefined) return "type none";
  return OTHER_TYPES.some((type) => type === kty) ? `type "${String(kty)}"` : "a type that is none";
};

const publicKey = (from: string): KeyError =>
  new KeyError(
    `${from} is a public key: it has no "d". Set it to the private JWK, the one that never leaves your organisation.`,
  );

/** The private key among what key generators write: alone, in a key set, or under "privateKey" beside its public half. */
function privateOf(from: string, json: JsonObject): JsonObject {
  if (Array.isArray(json.keys)) {
    const found = json.keys.filter(
      (key): key is JsonObject => isObject(key) && key.d !== undefined,
    );
    if (found.length === 1 && found[0]) return found[0];
    throw new KeyError(
      `${from} is a key set (it has "keys") with ${String(found.length)} private keys. Set it to the one private key that is meant.`,
    );
  }
  const { publicKey: open, privateKey: secret } = json;
  if (secret === undefined) {
    if (open !== undefined) throw publicKey(from);
    return json;
  }
  const inner = isObject(secret) ? secret : jsonOf(from, typeof secret === "string" ? secret : "");
  if (!isObject(open)) return inner;
  if (open.n !== undefined && inner.n !== undefined && open.n !== inner.n) {
    throw new KeyError(
      `${from} has a "publicKey" and a "privateKey" that are no pair. Set it to the private JWK that is meant.`,
    );
  }
  return { ...inner, kid: inner.kid ?? open.kid };
}

function kidOf(from: string, kid: unknown): string {
  if (Number.isSafeInteger(kid)) return String(kid);
  if (typeof kid === "string" && kid !== "") return kid;
  if (kid === undefined || kid === null || kid === "") {
    throw new KeyError(
      `${from} has no "kid". Add it to the JWK, or set MASKINPORTEN_KEY_ID: the key id that Samarbeidsportalen shows for the key.`,
    );
  }
  throw new KeyError(
    `${from} has a "kid" that is no text. Write it in quotes, as Samarbeidsportalen shows it, or set MASKINPORTEN_KEY_ID.`,
  );
}

function whole(from: string, given: JsonObject): JsonWebKey {
  const has = (member: string): boolean =>
    typeof given[member] === "string" && given[member] !== "";
  const isShort = CRT_MEMBERS.every((member) => given[member] === undefined);
  const missing = [...FIRST_MEMBERS, ...(isShort ? [] : CRT_MEMBERS)].filter((one) => !has(one));
  if (missing.length > 0) {
    throw new KeyError(
      `${from} is a private JWK without ${missing.map((m) => `"${m}"`).join(", ")}. Export the key again, whole.`,
    );
  }
  const member = (name: string): string => String(given[name]);
  const [n, e, d] = [member("n"), member("e"), member("d")];
  const rest = isShort
    ? crtMembers(n, e, d)
    : Object.fromEntries(CRT_MEMBERS.map((name) => [name, member(name)]));
  if (rest === undefined) {
    throw new KeyError(
      `${from} is a JWK whose "n", "e" and "d" do not belong together. Export the key again, whole.`,
    );
  }
  return { kty: "RSA", n, e, d, ...rest };
}

function jsonOf(from: string, given: string): JsonObject {
  const whole = jsonIn(given);
  // JSON that was written into a JSON string once more.
  if (typeof whole === "string" && whole.trim().startsWith("{")) return jsonOf(from, whole);
  const text = withoutQuotes(given);
  if (/-----BEGIN/.test(text)) {
    throw new KeyError(
      `${from} holds a PEM key. Set MASKINPORTEN_PRIVATE_KEY (or altinn:privateKey) and its key id instead.`,
    );
  }
  const bare = jsonIn(text);
  if (isObject(bare)) return bare;
  if (bare !== undefined)
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
  return fromBase64Json(from, fromBase64(text));
}

function fromBase64Json(from: string, bytes: Buffer): JsonObject {
  refuseCertificates(from, bytes.toString("latin1"), bytes);
  const inner = jsonIn(bytes.toString("utf8").trim());
  if (isObject(inner)) return inner;
  const what = /-----BEGIN/.test(bytes.toString("latin1"))
    ? "a PEM file"
    : "something that is no JSON object";
  throw new KeyError(
    `${from} is base64 of ${what}. ${what === "a PEM file" ? "Set MASKINPORTEN_PRIVATE_KEY and its key id instead." : "Set it to base64 of the private JWK's JSON."}`,
  );
}
