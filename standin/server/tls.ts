import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  X509Certificate,
} from "node:crypto";
import type { KeyObject } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeCertificate, type Name } from "./certificate";

/** What an https server is started with, in PEM. */
export interface ServerCertificate {
  readonly key: string;
  readonly cert: string;
}

const authority: Name = { commonName: "altinn-standin, not Altinn" };
const day = 24 * 60 * 60 * 1000;
/** The longest that Apple's clients take. */
const serverDays = 397;
const authorityDays = 3650;

/**
 * A certificate for these hosts, issued by the authority in `folder`: `ca.pem`, which clients are told to trust, and
 * `ca-key.pem`. The authority is made when the folder has none and used again when it has one, so that clients trust it
 * once. Times are real ones: clients do not know the stand-in's clock.
 * @param hosts names and addresses, IPv6 without brackets
 */
export function issueServerCertificate(
  folder: string,
  hosts: readonly string[],
): ServerCertificate {
  const issuer = loadAuthority(folder);
  const now = Date.now();
  const pair = newKeyPair();
  const der = writeCertificate({
    subject: { commonName: hosts[0] ?? "localhost" },
    publicKey: pair.publicKey,
    issuer: authority,
    issuerKey: issuer.key,
    authority: false,
    hosts,
    notBefore: new Date(now - day),
    notAfter: new Date(now + serverDays * day),
  });
  return { key: privatePem(pair.privateKey), cert: `${certificatePem(der)}${issuer.pem}` };
}

function loadAuthority(folder: string): { readonly pem: string; readonly key: KeyObject } {
  const certificateFile = join(folder, "ca.pem");
  const keyFile = join(folder, "ca-key.pem");
  if (existsSync(certificateFile) && existsSync(keyFile)) {
    return readAuthority(certificateFile, keyFile);
  }
  const pair = newKeyPair();
  const now = Date.now();
  const der = writeCertificate({
    subject: authority,
    publicKey: pair.publicKey,
    issuer: authority,
    issuerKey: pair.privateKey,
    authority: true,
    notBefore: new Date(now - day),
    notAfter: new Date(now + authorityDays * day),
  });
  const pem = certificatePem(der);
  mkdirSync(folder, { recursive: true });
  writeFileSync(keyFile, privatePem(pair.privateKey), { mode: 0o600 });
  writeFileSync(certificateFile, pem);
  return { pem, key: pair.privateKey };
}

/** @throws Error with what to do for files that are no such pair, or an authority that has expired */
function readAuthority(
  certificateFile: string,
  keyFile: string,
): { readonly pem: string; readonly key: KeyObject } {
  const again = `Remove ${certificateFile} and ${keyFile}; a new authority is then made, which clients must be told to trust.`;
  let certificate: X509Certificate;
  let key: KeyObject;
  try {
    certificate = new X509Certificate(readFileSync(certificateFile));
    key = createPrivateKey(readFileSync(keyFile));
  } catch (error) {
    throw new Error(`the authority cannot be read: ${(error as Error).message}. ${again}`, {
      cause: error,
    });
  }
  if (!certificate.ca || !certificate.publicKey.equals(createPublicKey(key))) {
    throw new Error(`${keyFile} is not the key of an authority in ${certificateFile}. ${again}`);
  }
  if (Date.parse(certificate.validTo) < Date.now()) {
    throw new Error(`the authority expired on ${certificate.validTo}. ${again}`);
  }
  return { pem: certificate.toString(), key };
}

const newKeyPair = () => generateKeyPairSync("rsa", { modulusLength: 2048 });

const privatePem = (key: KeyObject): string =>
  key.export({ format: "pem", type: "pkcs8" }) as string;

const certificatePem = (der: Buffer): string => new X509Certificate(der).toString();
