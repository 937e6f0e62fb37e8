import { generateKeyPairSync } from "node:crypto";
import { readKey } from "../../provider/auth/key";
import { KeyError } from "../../provider/errors";
import type { KeySetting } from "../../provider/settings";

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const small = generateKeyPairSync("rsa", { modulusLength: 1024 });
const curve = generateKeyPairSync("ec", { namedCurve: "P-256" });

const jwk = { ...privateKey.export({ format: "jwk" }), kid: "key-1" };
const pkcs8 = privateKey.export({ format: "pem", type: "pkcs8" }) as string;
const pkcs1 = privateKey.export({ format: "pem", type: "pkcs1" }) as string;
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
  ["PEM with \\n for line breaks", pemSetting(pkcs8.replaceAll("\n", "\\n"))],
])("%s is read", (_form, setting) => {
  const key = readKey(setting);
  expect(key.kid).toBe("key-1");
  expect(key.privateKey.export({ format: "jwk" }).n).toBe(jwk.n);
});

test("a key id setting wins over the JWK's own", () => {
  expect(readKey(jwkSetting(JSON.stringify(jwk), "other")).kid).toBe("other");
});

const publicJwk = publicKey.export({ format: "jwk" });
const { kid: _kid, ...jwkWithoutKid } = jwk;
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
  ["a key set", jwkSetting(JSON.stringify({ keys: [jwk] })), /is a key set/],
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
  for (const member of ["d", "p", "q", "dp", "dq", "qi"] as const) {
    expect(JSON.stringify(error) + message).not.toContain(String(jwk[member]).slice(0, 24));
  }
});
