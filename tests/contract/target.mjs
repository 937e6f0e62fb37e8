// The stand-in as a target for the black-box contract runner: `open` starts the built package.
// STANDIN_DIST names another build directory than standin/dist.
import { createPublicKey, generateKeyPairSync, sign, X509Certificate } from "node:crypto";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const dist =
  process.env.STANDIN_DIST ?? fileURLToPath(new URL("../../standin/dist", import.meta.url));
const { startStandin } = require(join(dist, "index.js"));
const { writeCertificate } = require(join(dist, "server", "certificate.js"));

const features = [
  "admin",
  "register",
  "provisioning",
  "scan",
  "tus",
  "ttd",
  "client-lifetime",
  "certificate",
  "key-age",
  "integration-type",
  "withdrawn-scope",
  "delegation",
  "system-user",
  "unavailable",
  "digdir",
  "key-delay",
];

export async function open({ environment }) {
  const ours = certificateAuthority(`Contract ${environment} CA`);
  const theirs = certificateAuthority("Contract CA of another environment");
  const standin = await startStandin({ environment, trustedCertificates: [ours.pem] });

  return {
    baseUrl: standin.platformUrl,
    maskinportenUrl: standin.maskinportenUrl,
    maskinportenIssuer: standin.maskinportenIssuer,
    features,
    newOrg: async () => standin.newOrganisation(),
    token: async ({ org, scopes, kind, expired, badSignature, claims, omitClaims }) => {
      const token = standin.token({
        organisation: org.code === "ttd" ? "ttd" : org.number,
        scopes,
        kind,
        claims: { ...(expired ? longAgo() : {}), ...claims },
        omitClaims,
      });
      return badSignature ? signedByAnother(token) : token;
    },
    client: async ({ org, certificate, ...settings }) => {
      const client = standin.newClient({
        ...settings,
        organisation: org.number,
        certificate: certificate !== undefined,
      });
      if (certificate === undefined) {
        return client;
      }
      const authority = certificate === "other-environment" ? theirs : ours;
      const number =
        certificate === "other-organisation" ? standin.newOrganisation().number : org.number;
      const leaf = authority.issue(createPublicKey({ key: client.jwk, format: "jwk" }), number);
      return { ...client, x5c: [leaf, authority.base64] };
    },
    close: () => standin.close(),
  };
}

function longAgo() {
  const exp = Math.floor(Date.now() / 1000) - 3600;
  return { iat: exp - 1800, nbf: exp - 1800, exp };
}

const stranger = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;

/** The same header and claims, signed by a key that nobody has published. */
function signedByAnother(token) {
  const data = token.slice(0, token.lastIndexOf("."));
  return `${data}.${sign("RSA-SHA256", Buffer.from(data), stranger).toString("base64url")}`;
}

/** A certificate authority made on the spot, which issues enterprise certificates for a day. */
function certificateAuthority(commonName) {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const day = 24 * 60 * 60 * 1000;
  const common = {
    issuer: { commonName },
    issuerKey: privateKey,
    notBefore: new Date(Date.now() - day),
    notAfter: new Date(Date.now() + day),
  };
  const own = writeCertificate({
    ...common,
    subject: { commonName },
    publicKey,
    authority: true,
  });
  return {
    pem: new X509Certificate(own).toString(),
    base64: own.toString("base64"),
    /** Base64 of the DER of a certificate for `publicKey`, whose subject names the organisation. */
    issue(publicKey, number) {
      const subject = { commonName: "Contract", serialNumber: number };
      return writeCertificate({ ...common, subject, publicKey, authority: false }).toString(
        "base64",
      );
    },
  };
}
