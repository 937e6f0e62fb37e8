import { createPublicKey, generateKeyPairSync, sign, verify, type JsonWebKey } from "node:crypto";
import { readKey } from "../../provider/auth/key";
import { KeyError } from "../../provider/errors";
import type { KeySetting } from "../../provider/settings";

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const { publicKey: other } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const small = generateKeyPairSync("rsa", { modulusLength: 1024 });
const curve = generateKeyPairSync("ec", { namedCurve: "P-256" });

const jwk = { ...privateKey.export({ format: "jwk" }), kid: "key-1" };
const pkcs8 = privateKey.export({ format: "pem", type: "pkcs8" }) as string;
const pkcs1 = privateKey.export({ format: "pem", type: "pkcs1" }) as string;
const spki = publicKey.export({ format: "pem", type: "spki" }) as string;
const publicJwk = publicKey.export({ format: "jwk" });
const { kid: _kid, ...jwkWithoutKid } = jwk;
const shortOf = ({ kty, n, e, d, kid }: JsonWebKey & { kid?: string }) => ({ kty, n, e, d, kid });
const evenModulus = Buffer.from(jwk.n ?? "", "base64url");
evenModulus.writeUInt8(0xfe & (evenModulus.at(-1) ?? 0), evenModulus.length - 1);
const withEvenModulus = { ...jwk, n: evenModulus.toString("base64url") };
const base64 = (text: string): string => Buffer.from(text).toString("base64");

const jwkSetting = (text: string, keyId?: string): KeySetting => ({
  form: "jwk",
  text,
  keyId,
  from: "MASKINPORTEN_JWK",
});
const pemSetting = (text: string, keyId: string | undefined = "key-1"): KeySetting => ({
  form: "pem",
  text,
  keyId,
  from: "MASKINPORTEN_PRIVATE_KEY",
});

test.each([
  ["JWK as JSON", jwkSetting(JSON.stringify(jwk))],
  ["JWK as base64", jwkSetting(base64(JSON.stringify(jwk)))],
  [
    "JWK as base64 with line breaks",
    jwkSetting(base64(JSON.stringify(jwk)).replace(/(.{60})/g, "$1\n")),
  ],
  ["PKCS#8 PEM", pemSetting(pkcs8)],
  ["PKCS#1 PEM", pemSetting(pkcs1)],
  ["PEM as base64", pemSetting(base64(pkcs8))],
  ["JWK in quotes", jwkSetting(`'${JSON.stringify(jwk)}'`)],
  ["JWK in a JSON string", jwkSetting(JSON.stringify(JSON.stringify(jwk)))],
  ["base64 in quotes", jwkSetting(`"${base64(JSON.stringify(jwk))}"`)],
  ["base64 of a JWK with a byte order mark", jwkSetting(base64(`\uFEFF${JSON.stringify(jwk)}`))],
  ["JWK with n, e and d only", jwkSetting(JSON.stringify(shortOf(jwk)))],
  ["key set with one private key", jwkSetting(JSON.stringify({ keys: [publicJwk, jwk] }))],
  ["key set in base64", jwkSetting(base64(JSON.stringify({ keys: [jwk] })))],
  ["pair of JWKs", jwkSetting(JSON.stringify({ publicKey: publicJwk, privateKey: jwk }))],
  [
    "pair of JWKs whose public half has the kid",
    jwkSetting(
      JSON.stringify({ publicKey: { ...publicJwk, kid: "key-1" }, privateKey: jwkWithoutKid }),
    ),
  ],
  [
    "pair with the private half as a text",
    jwkSetting(JSON.stringify({ publicKey: "x", privateKey: base64(JSON.stringify(jwk)) })),
  ],
  ["PEM with \\n for line breaks", pemSetting(pkcs8.replaceAll("\n", "\\n"))],
  ["PEM with \\\\n for line breaks", pemSetting(pkcs8.replaceAll("\n", "\\\\n"))],
  ["PEM with \\r\\n for line breaks", pemSetting(pkcs8.replaceAll("\n", "\\r\\n"))],
  ["PEM with CRLF", pemSetting(pkcs8.replaceAll("\n", "\r\n"))],
  ["PEM in quotes", pemSetting(`"${pkcs8}"`)],
  ["PEM in single quotes with \\n", pemSetting(`'${pkcs1.replaceAll("\n", "\\n")}'`)],
  ["PEM with indented lines", pemSetting(pkcs8.replaceAll("\n", "\n    "))],
  ["PEM with tabs and quotes", pemSetting(` "\t${pkcs1.replaceAll("\n", "\r\n\t")}" `)],
  ["PEM in base64 with quotes", pemSetting(`"${base64(pkcs8)}"`)],
  ["PEM in base64 with indented lines", pemSetting(base64(pkcs8.replaceAll("\n", "\n  ")))],
  ["PEM pair", pemSetting(JSON.stringify({ publicKey: spki, privateKey: pkcs8 }))],
])("%s is read", (_form, setting) => {
  const key = readKey(setting);
  expect(key.kid).toBe("key-1");
  expect(key.privateKey.export({ format: "jwk" }).n).toBe(jwk.n);
});

test.each([2048, 3072, 4096])(
  "n, e and d of a key of %d bits lead to its other members",
  (modulusLength) => {
    const whole = generateKeyPairSync("rsa", { modulusLength }).privateKey.export({
      format: "jwk",
    });
    const { privateKey: read } = readKey(
      jwkSetting(JSON.stringify({ ...shortOf(whole), kid: "key-1" })),
    );
    expect(read.export({ format: "jwk" })).toEqual(whole);
    const text = Buffer.from("text");
    const signature = sign("RSA-SHA256", text, read);
    expect(
      verify("RSA-SHA256", text, createPublicKey({ key: whole, format: "jwk" }), signature),
    ).toBe(true);
  },
);

test("a private exponent that is longer than need be, as older programs write it, is completed too", () => {
  const number = (text: string | undefined): bigint =>
    BigInt(`0x${Buffer.from(text ?? "", "base64url").toString("hex")}`);
  const phi = (number(jwk.p) - 1n) * (number(jwk.q) - 1n);
  // Half of Euler's function is a multiple of p-1 and of q-1.
  const hex = ((number(jwk.d) + phi / 2n) % phi).toString(16);
  const d = Buffer.from(hex.padStart(hex.length + (hex.length % 2), "0"), "hex");
  const short = { ...shortOf(jwk), d: d.toString("base64url") };
  const found = readKey(jwkSetting(JSON.stringify(short))).privateKey.export({ format: "jwk" });
  expect(found.d).not.toBe(jwk.d);
  expect([found.p, found.q]).toEqual([jwk.p, jwk.q]);
});

test("a kid that is a number is taken as its text", () => {
  expect(readKey(jwkSetting(JSON.stringify({ ...jwk, kid: 20261129 }))).kid).toBe("20261129");
});

test("a key id setting wins over the JWK's own", () => {
  expect(readKey(jwkSetting(JSON.stringify(jwk), "other")).kid).toBe("other");
});

const { dp: _dp, ...jwkWithoutDp } = jwk;
const spaced = pkcs8.trim().replaceAll("\n", " ");

test.each<[string, KeySetting, RegExp]>([
  [
    "a public JWK",
    jwkSetting(JSON.stringify({ ...publicJwk, kid: "k" })),
    /MASKINPORTEN_JWK is a public key/,
  ],
  [
    "a public PEM",
    pemSetting(publicKey.export({ format: "pem", type: "spki" }) as string),
    /is a public key/,
  ],
  ["a PEM with lost line breaks", pemSetting(spaced), /has lost its line breaks/],
  [
    "an EC JWK",
    jwkSetting(JSON.stringify({ ...curve.privateKey.export({ format: "jwk" }), kid: "k" })),
    /of type "EC".*RSA keys only/,
  ],
  [
    "an EC PEM",
    pemSetting(curve.privateKey.export({ format: "pem", type: "pkcs8" }) as string),
    /of type ec.*RSA keys only/,
  ],
  [
    "base64 of something else",
    jwkSetting(base64("hello there")),
    /is base64 of something that is no JSON object/,
  ],
  ["base64 of a PEM as JWK", jwkSetting(base64(pkcs8)), /is base64 of a PEM file/],
  [
    "base64 of a JWK as PEM",
    pemSetting(base64(JSON.stringify(jwk))),
    /is base64 of something that is no PEM file/,
  ],
  ["a PEM as JWK", jwkSetting(pkcs8), /holds a PEM key/],
  ["a JWK as PEM", pemSetting(JSON.stringify(jwk)), /holds JSON/],
  ["a JWK without kid", jwkSetting(JSON.stringify(jwkWithoutKid)), /has no "kid"/],
  ["a PEM without key id", { ...pemSetting(pkcs8), keyId: undefined }, /without a key id/],
  [
    "a JWK that lost a member",
    jwkSetting(JSON.stringify(jwkWithoutDp)),
    /private JWK without "dp"/,
  ],
  [
    "a key set with two private keys",
    jwkSetting(JSON.stringify({ keys: [jwk, jwk] })),
    /is a key set \(it has "keys"\) with 2 private keys/,
  ],
  [
    "a key set of public keys",
    jwkSetting(JSON.stringify({ keys: [publicJwk] })),
    /is a key set \(it has "keys"\) with 0 private keys/,
  ],
  [
    "a pair of two keys",
    jwkSetting(JSON.stringify({ publicKey: { ...publicJwk, n: "AQAB" }, privateKey: jwk })),
    /"publicKey" and a "privateKey" that are no pair/,
  ],
  [
    "half a pair",
    jwkSetting(JSON.stringify({ publicKey: publicJwk })),
    /MASKINPORTEN_JWK is a public key/,
  ],
  [
    "a pair of PEM texts as JWK",
    jwkSetting(JSON.stringify({ publicKey: spki, privateKey: pkcs8 })),
    /holds a PEM key\. Set MASKINPORTEN_PRIVATE_KEY/,
  ],
  [
    "a key in place of the type",
    jwkSetting(JSON.stringify({ ...jwk, kty: pkcs8 })),
    /^MASKINPORTEN_JWK holds a PEM key\. Set MASKINPORTEN_PRIVATE_KEY/,
  ],
  [
    "the modulus of another key",
    jwkSetting(JSON.stringify({ ...jwk, n: other.export({ format: "jwk" }).n })),
    /parts do not belong together.*Export it again, whole/,
  ],
  [
    "an even modulus, which signs nothing",
    jwkSetting(JSON.stringify(withEvenModulus)),
    /parts do not belong together/,
  ],
  [
    "n, e and d of different keys",
    jwkSetting(JSON.stringify({ ...shortOf(jwk), d: jwk.n })),
    /whose "n", "e" and "d" do not belong together/,
  ],
  [
    "n and d without e",
    jwkSetting(JSON.stringify({ kty: "RSA", n: jwk.n, d: jwk.d, kid: "k" })),
    /private JWK without "e"/,
  ],
  [
    "a kid with more digits than JSON keeps",
    jwkSetting(JSON.stringify(jwkWithoutKid).replace("{", '{"kid":12345678901234567890,')),
    /has a "kid" that is no text\. Write it in quotes/,
  ],
  [
    "a kid that is a list",
    jwkSetting(JSON.stringify({ ...jwk, kid: ["key-1"] })),
    /has a "kid" that is no text/,
  ],
  ["cut JSON", jwkSetting(JSON.stringify(jwk).slice(0, 300)), /begins like JSON, but is not whole/],
  ["no JSON and no base64", jwkSetting("?!"), /neither JSON nor base64/],
  [
    "a certificate",
    pemSetting("-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----"),
    /certificate or a PKCS#12/,
  ],
  [
    "a PKCS#12 file",
    pemSetting(Buffer.from([0x30, 0x82, 0x01, 0x00, 0x02, 0x01, 0x03, 0x30]).toString("base64")),
    /certificate or a PKCS#12/,
  ],
  [
    "an encrypted PEM",
    pemSetting(
      privateKey.export({
        format: "pem",
        type: "pkcs8",
        cipher: "aes-256-cbc",
        passphrase: "x",
      }) as string,
    ),
    /encrypted with a password/,
  ],
  [
    "a short key",
    pemSetting(small.privateKey.export({ format: "pem", type: "pkcs8" }) as string),
    /RSA key of 1024 bits/,
  ],
  ["a damaged PEM", pemSetting(pkcs8.replace(/\n.{64}\n/, "\n")), /cannot be decoded|not a whole/],
])("%s is refused by name, and the text never repeats it", (_what, setting, reason) => {
  let error: unknown;
  try {
    readKey(setting);
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(KeyError);
  const { message } = error as KeyError;
  expect(message).toMatch(reason);
  expect(message).not.toContain(pkcs8.slice(40, 80));
  for (const member of ["d", "p", "q", "dp", "dq", "qi"] as const) {
    expect(JSON.stringify(error) + message).not.toContain(String(jwk[member]).slice(0, 24));
  }
});
