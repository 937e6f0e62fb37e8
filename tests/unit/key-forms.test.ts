import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { readKey } from "../../provider/auth/key";
import { crtMembers } from "../../provider/auth/key-primes";
import { KeyError } from "../../provider/errors";

/* Forms of keys that are odd: what is still read, and what each refusal says. */

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const jwk = { ...privateKey.export({ format: "jwk" }), kid: "key-1" };
const publicJwk = createPublicKey(privateKey).export({ format: "jwk" });
const pkcs8 = privateKey.export({ format: "pem", type: "pkcs8" }) as string;
const base64 = (text: string | Buffer): string => Buffer.from(text).toString("base64");
const json = (value: unknown): string => JSON.stringify(value);

const read = (form: "jwk" | "pem", text: string, keyId?: string) =>
  readKey({ form, text, keyId, from: "KEY" });
const problemOf = (form: "jwk" | "pem", text: string): string => {
  try {
    read(form, text, form === "pem" ? "key-1" : undefined);
  } catch (error) {
    expect(error).toBeInstanceOf(KeyError);
    return (error as KeyError).message;
  }
  return "it is read";
};

test.each<[string, string]>([
  ["blanks around it", `  ${json(jwk)}\n`],
  ["blanks in a JSON string of it", json(`  ${json(jwk)} `)],
  ["a pair whose public half is no object", json({ publicKey: 7, privateKey: jwk })],
  ["a pair whose public half has no n", json({ publicKey: { kty: "RSA" }, privateKey: jwk })],
  ["a pair whose private half is a text", json({ privateKey: json(jwk) })],
  ["a private half alone", json({ privateKey: jwk })],
  [
    "n, e and d, the others written as undefined",
    json({ ...jwk, p: undefined, q: undefined, dp: undefined, dq: undefined, qi: undefined }),
  ],
])("a JWK with %s is read", (_what, text) => {
  expect(read("jwk", text).kid).toBe("key-1");
});

test.each<[string, string, RegExp]>([
  [
    "no type",
    json({ ...jwk, kty: undefined }),
    /^KEY is a JWK of type none\. Maskinporten takes RSA/,
  ],
  ["a type that is no text", json({ ...jwk, kty: 7 }), /^KEY is a JWK of a type that is none\./],
  ["an empty kid", json({ ...jwk, kid: "" }), /^KEY has no "kid"/],
  ["null for a kid", json({ ...jwk, kid: null }), /^KEY has no "kid"/],
  ["a kid of true", json({ ...jwk, kid: true }), /^KEY has a "kid" that is no text/],
  ["an empty member", json({ ...jwk, dq: "" }), /^KEY is a private JWK without "dq"\./],
  ["a member that is a number", json({ ...jwk, n: 7 }), /^KEY is a private JWK without "n"\./],
  ["two members missing", json({ ...jwk, p: undefined, e: "" }), /without "e", "p"\./],
  ["a list", "[]", /^KEY is JSON, but not an object\. Set it to the private JWK\.$/],
  ["a number", "7", /^KEY is JSON, but not an object/],
  ["a text", '"hello"', /^KEY is neither JSON nor base64|^KEY is base64 of something/],
  ["a private half that is a number", json({ privateKey: 7 }), /^KEY is/],
  ["a pair whose halves differ", json({ publicKey: { n: "x" }, privateKey: jwk }), /no pair/],
  [
    "base64 of a certificate",
    base64("-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----"),
    /holds a certificate or a PKCS#12 file/,
  ],
  [
    "base64 of a PEM file",
    base64(pkcs8),
    /^KEY is base64 of a PEM file\. Set MASKINPORTEN_PRIVATE_KEY and its key id instead\.$/,
  ],
  [
    "base64 of a list",
    base64("[]"),
    /^KEY is base64 of something that is no JSON object\. Set it to base64 of the private JWK's JSON\.$/,
  ],
  ["base64 with a mark before it", "!eyJhIjoxfQ==", /^KEY is neither JSON nor base64/],
  ["base64 with a mark behind it", "eyJhIjoxfQ==!", /^KEY is neither JSON nor base64/],
])("a JWK with %s is refused", (_what, text, problem) => {
  expect(problemOf("jwk", text)).toMatch(problem);
});

test("a pair whose private half has no n is judged as a key, not as a pair", () => {
  expect(
    problemOf("jwk", json({ publicKey: publicJwk, privateKey: { ...jwk, n: undefined } })),
  ).toMatch(/^KEY is a private JWK without "n"/);
});

test.each<[string, string, RegExp]>([
  ["a mark", "!", /^KEY is neither PEM nor base64 of it/],
  [
    "one line and a break, in base64",
    base64(`${pkcs8.trim().replaceAll("\n", " ")}\n`),
    /has lost its line breaks/,
  ],
  ["base64 of a word", base64("hello"), /^KEY is base64 of something that is no PEM file/],
  ["a pair of JWKs", json({ publicKey: publicJwk, privateKey: jwk }), /^KEY holds JSON/],
  ["a pair whose private half is a word", json({ privateKey: "x" }), /^KEY holds JSON/],
  ["a pair whose private half is a list of PEM", json({ privateKey: [pkcs8] }), /^KEY holds JSON/],
])("a PEM of %s is refused", (_what, text, problem) => {
  expect(problemOf("pem", text)).toMatch(problem);
});

test("a PEM with blank lines around it, and with breaks that were escaped twice, is read", () => {
  expect(read("pem", `\n\n${pkcs8}\n\n`, "k").kid).toBe("k");
  expect(read("pem", pkcs8.replaceAll("\n", "\\\\r\\\\n"), "k").kid).toBe("k");
});

describe("a PKCS#12 file", () => {
  const refused = /certificate or a PKCS#12/;
  test.each<[string, number[], RegExp]>([
    ["by its beginning", [0x30, 0x82, 1, 0, 2, 1, 3, 0x30], refused],
    ["not by its version alone", [0x31, 0x82, 1, 0, 2, 1, 3, 0x30], /no PEM file/],
    ["not by another version", [0x30, 0x82, 1, 0, 2, 1, 2, 0x30], /no PEM file/],
    ["not by a version far behind", [0x30, ...Array<number>(12).fill(0), 2, 1, 3], /no PEM file/],
  ])("is known %s", (_what, bytes, problem) => {
    expect(problemOf("pem", base64(Buffer.from(bytes)))).toMatch(problem);
  });
});

describe("the second half of a key", () => {
  const url = (number: number): string => {
    const digits = number.toString(16);
    return Buffer.from(digits.padStart(digits.length + (digits.length % 2), "0"), "hex").toString(
      "base64url",
    );
  };
  const number = (text: string): number =>
    Number(`0x${Buffer.from(text, "base64url").toString("hex")}`);
  const members = (n: number, e: number, d: number) => {
    const found = crtMembers(url(n), url(e), url(d));
    return found && Object.values(found).map(number);
  };

  test.each([
    // 61 * 53, by 780 and by 3120, twice as much.
    [3233, 17, 413, [61, 53, 53, 49, 38]],
    [3233, 17, 2753, [61, 53, 53, 49, 38]],
    // 11 * 13: each fits into one digit.
    [143, 7, 43, [13, 11, 7, 3, 6]],
  ])("of n %d, e %d and d %d", (n, e, d, found) => {
    expect(members(n, e, d)).toEqual(found);
  });

  test.each([
    ["no modulus", 0, 3, 3],
    ["one that is too small", 1, 3, 3],
    ["an exponent of nothing", 3233, 17, 0],
    ["an odd multiple", 3233, 17, 2752],
    ["one that undoes nothing", 3233, 1, 1],
    ["exponents of another key", 3233, 17, 2751],
    ["a prime for a modulus", 3229, 3, 1076],
  ])("is not to be had from %s", (_what, n, e, d) => {
    expect(members(n, e, d)).toBeUndefined();
  });
});
