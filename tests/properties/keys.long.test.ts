import { generateKeyPairSync } from "node:crypto";
import { expect } from "@jest/globals";
import fc from "fast-check";
import { readKey } from "../../provider/auth/key";
import { KeyError } from "../../provider/errors";
import type { KeySetting } from "../../provider/settings";
import { anyJson, anyText } from "./any";
import { property } from "./property";
import { isSentence } from "./sentences";

/* Keys of any text: the key that it is, or a refusal in a sentence that repeats nothing of it. */

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const jwk = { ...privateKey.export({ format: "jwk" }), kid: "key-1" };
const modulus = jwk.n;
const pkcs8 = privateKey.export({ format: "pem", type: "pkcs8" }) as string;
const pkcs1 = privateKey.export({ format: "pem", type: "pkcs1" }) as string;
const spki = publicKey.export({ format: "pem", type: "spki" }) as string;
const base64 = (text: string): string => Buffer.from(text).toString("base64");

const members = ["kty", "n", "e", "d", "p", "q", "dp", "dq", "qi", "kid", "use", "keys", "privateKey", "publicKey"]; // prettier-ignore
const oddMember = fc.oneof(
  anyJson,
  fc.constantFrom("", "AQAB", "AA", "====", "\u0000", "-", jwk.n, jwk.d, "EC", "RSA", "oct", pkcs8),
);
/** A JWK with members otherwise, some of them gone. */
const jwks = fc
  .tuple(
    fc.array(fc.tuple(fc.constantFrom(...members), oddMember), { maxLength: 2 }),
    fc.subarray(members, { maxLength: 3 }),
    fc.constantFrom("alone", "set", "pair", "text in a pair"),
  )
  .map(([changes, gone, where]) => {
    const entries = Object.entries({ ...jwk, ...Object.fromEntries(changes) });
    const key = Object.fromEntries(entries.filter(([name]) => !gone.includes(name)));
    if (where === "set") return { keys: [key, { kty: "RSA", n: jwk.n }] };
    if (where === "pair") return { publicKey: { n: jwk.n, kid: "a" }, privateKey: key };
    if (where === "text in a pair") return { publicKey: {}, privateKey: JSON.stringify(key) };
    return key;
  });

/** What shells, env files and copying do to a text. */
const handled = (texts: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(
      texts,
      fc.constantFrom(
        "as it is",
        "base64",
        "base64url",
        "quoted",
        "string",
        "escaped",
        "cut",
        "spaced",
        "twice",
        "one line",
        "put",
      ),
      fc.nat(),
      anyText,
    )
    .map(([text, how, at, put]) => {
      const place = at % (text.length + 1);
      if (how === "base64") return base64(text);
      if (how === "base64url") return Buffer.from(text).toString("base64url");
      if (how === "quoted") return `'${text}'`;
      if (how === "string") return JSON.stringify(text);
      if (how === "escaped") return text.replaceAll("\n", "\\n");
      if (how === "cut") return text.slice(0, place);
      if (how === "spaced") return text.replace(/(.{20})/g, "$1\r\n  ");
      if (how === "twice") return text + text;
      if (how === "one line") return text.replaceAll("\n", " ");
      return how === "put" ? text.slice(0, place) + put + text.slice(place) : text;
    });

const texts = handled(
  fc.oneof(
    { weight: 3, arbitrary: jwks.map((key) => JSON.stringify(key)) },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        pkcs8,
        pkcs1,
        spki,
        JSON.stringify({ publicKey: spki, privateKey: pkcs8 }),
      ),
    },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom(
          "EC PRIVATE KEY",
          "CERTIFICATE",
          "ENCRYPTED PRIVATE KEY",
          "PRIVATE KEY",
          "OPENSSH PRIVATE KEY",
        )
        .map((label) => `-----BEGIN ${label}-----\nMIIB\n-----END ${label}-----\n`),
    },
    { weight: 1, arbitrary: anyJson.map((value) => JSON.stringify(value)) },
    { weight: 1, arbitrary: anyText },
    {
      weight: 1,
      arbitrary: fc
        .uint8Array({ maxLength: 40 })
        .map((bytes) => Buffer.from(bytes).toString("base64")),
    },
  ),
);

const settings: fc.Arbitrary<KeySetting> = fc.record({
  form: fc.constantFrom("jwk" as const, "pem" as const),
  text: handled(texts),
  keyId: fc.constantFrom(undefined, "key-1"),
  from: fc.constantFrom("MASKINPORTEN_JWK", "altinn:privateKey"),
});

/** Pieces of the private key, in any of the spellings in which it was given. */
const pieces = [
  ...[jwk.d, jwk.p, jwk.q, jwk.dp, jwk.dq, jwk.qi].map((member) => String(member).slice(10, 26)),
  ...[pkcs8, pkcs1].map((pem) => pem.split("\n")[3]?.slice(5, 21) ?? ""),
];

property("any text for a key is that key, or refused without a word of it", settings, (setting) => {
  try {
    const { kid, privateKey: key, from } = readKey(setting);
    expect(kid).not.toBe("");
    expect(from).toBe(setting.from);
    // Nothing but the key that was given can come of it.
    expect(key.export({ format: "jwk" }).n).toBe(modulus);
  } catch (error) {
    if (!(error instanceof KeyError)) throw error;
    if (!isSentence(error.message) || !error.message.startsWith(setting.from))
      throw new Error(`no sentence: ${error.message}`);
    const told = `${error.message} ${JSON.stringify(error)} ${error.stack ?? ""}`;
    for (const piece of pieces) expect(told).not.toContain(piece);
  }
});
