import { createHash, createPrivateKey, createPublicKey, generateKeyPair } from "node:crypto";
import type { KeyObject } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { promisify } from "node:util";
import { writeCertificate } from "../server/certificate";
import { readSetting, writeSetting } from "../store/database";

/** An RSA key of 2048 bits that this stand-in signs tokens with. */
export interface SigningKey {
  /** SHA-1 thumbprint of the certificate, 40 upper-case hexadecimal digits. */
  readonly kid: string;
  /** Self-signed, DER. */
  readonly certificate: Buffer;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

const generate = promisify(generateKeyPair);

const day = 24 * 60 * 60 * 1000;

/**
 * The key under `name` in the store; made and kept there when it is new, so that tokens outlive a restart.
 * @param now milliseconds since the epoch
 */
export async function loadSigningKey(
  database: DatabaseSync,
  name: string,
  now: number,
): Promise<SigningKey> {
  const setting = `signing key ${name}`;
  const kept = readSetting(database, setting);
  if (kept !== undefined) {
    const { pem, certificate } = JSON.parse(kept) as { pem: string; certificate: string };
    return signingKey(createPrivateKey(pem), Buffer.from(certificate, "base64"));
  }
  const { privateKey, certificate } = await newKey(name, now);
  const pem = privateKey.export({ type: "pkcs8", format: "pem" });
  writeSetting(
    database,
    setting,
    JSON.stringify({ pem, certificate: certificate.toString("base64") }),
  );
  return signingKey(privateKey, certificate);
}

interface NewKey {
  readonly privateKey: KeyObject;
  readonly certificate: Buffer;
}

/** Made once per name and process: a test that starts many stand-ins need not make many keys. Issuers tell them apart. */
const made = new Map<string, Promise<NewKey>>();

function newKey(name: string, now: number): Promise<NewKey> {
  const key = made.get(name) ?? makeKey(name, now);
  made.set(name, key);
  return key;
}

async function makeKey(name: string, now: number): Promise<NewKey> {
  const { privateKey, publicKey } = await generate("rsa", { modulusLength: 2048 });
  const subject = { commonName: `altinn-standin ${name}` };
  const certificate = writeCertificate({
    subject,
    publicKey,
    issuer: subject,
    issuerKey: privateKey,
    authority: false,
    notBefore: new Date(now - day),
    notAfter: new Date(now + 3650 * day),
  });
  return { privateKey, certificate };
}

function signingKey(privateKey: KeyObject, certificate: Buffer): SigningKey {
  const kid = createHash("sha1").update(certificate).digest("hex").toUpperCase();
  return { kid, certificate, privateKey, publicKey: createPublicKey(privateKey) };
}
