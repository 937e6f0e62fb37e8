import { createPublicKey, randomBytes, sign, type KeyObject } from "node:crypto";
import { isIP } from "node:net";
import { asn1, pki } from "node-forge";

/** Parts of a distinguished name; ASCII. */
export interface Name {
  readonly commonName: string;
  /** Where Norwegian enterprise certificates have the organisation number. */
  readonly serialNumber?: string;
}

export interface CertificateContents {
  readonly subject: Name;
  readonly publicKey: KeyObject;
  readonly issuer: Name;
  /** RSA; its own key for a self-signed certificate. */
  readonly issuerKey: KeyObject;
  /** Whether it may issue others. */
  readonly authority: boolean;
  /** Names and addresses of the server that shows it; none by default, for a certificate that is no server's. */
  readonly hosts?: readonly string[];
  readonly notBefore: Date;
  /** Both dates lie before 2050. */
  readonly notAfter: Date;
}

/**
 * Writes an X.509 certificate (RFC 5280), signed with RSA and SHA-256. Altinn publishes one with each signing key and
 * names the key by its thumbprint; `node:crypto` reads certificates but makes none.
 * @returns DER
 */
export function writeCertificate(contents: CertificateContents): Buffer {
  const { subject, publicKey, issuer, issuerKey, notBefore, notAfter } = contents;
  const certificate = pki.createCertificate();
  certificate.publicKey = pki.publicKeyFromPem(
    publicKey.export({ format: "pem", type: "spki" }) as string,
  );
  certificate.serialNumber = `01${randomBytes(15).toString("hex")}`;
  certificate.validity = { notBefore, notAfter };
  certificate.setSubject(attributes(subject));
  certificate.setIssuer(attributes(issuer));
  certificate.setExtensions(extensions(contents));
  // Signed natively: the library's own arithmetic takes more than a second where a test runner hosts it.
  const algorithm = pki.oids.sha256WithRSAEncryption ?? "";
  certificate.signatureOid = algorithm;
  certificate.siginfo.algorithmOid = algorithm;
  const body = asn1.toDer(signedPart(certificate)).getBytes();
  const signature = sign("RSA-SHA256", Buffer.from(body, "latin1"), issuerKey);
  certificate.signature = signature.toString("latin1");
  return Buffer.from(asn1.toDer(pki.certificateToAsn1(certificate)).getBytes(), "latin1");
}

/** Strict clients (OpenSSL's X509_STRICT) want a key usage and both key identifiers of an authority and of a server. */
function extensions({ authority, hosts, issuerKey }: CertificateContents): object[] {
  const constraints = { name: "basicConstraints", cA: authority, critical: true };
  if (authority) {
    // With its own signature too, an authority may be a server: a proxy with a certificate that it made itself is one.
    const usage = {
      name: "keyUsage",
      keyCertSign: true,
      cRLSign: true,
      digitalSignature: true,
      critical: true,
    };
    return [constraints, usage, { name: "subjectKeyIdentifier" }];
  }
  if (hosts === undefined) {
    return [constraints];
  }
  return [
    constraints,
    { name: "keyUsage", digitalSignature: true, keyEncipherment: true, critical: true },
    { name: "extKeyUsage", serverAuth: true },
    {
      name: "subjectAltName",
      altNames: hosts.map((host) =>
        isIP(host) === 0 ? { type: DNS_NAME, value: host } : { type: IP_ADDRESS, ip: host },
      ),
    },
    { name: "subjectKeyIdentifier" },
    { name: "authorityKeyIdentifier", keyIdentifier: fingerprint(issuerKey) },
  ];
}

/** GeneralName of RFC 5280 section 4.2.1.6. */
const DNS_NAME = 2;
const IP_ADDRESS = 7;

const fingerprint = (privateKey: KeyObject): string =>
  pki
    .getPublicKeyFingerprint(
      pki.publicKeyFromPem(
        createPublicKey(privateKey.export({ format: "pem", type: "pkcs8" })).export({
          format: "pem",
          type: "spki",
        }) as string,
      ),
      { type: "RSAPublicKey" },
    )
    .getBytes();

const attributes = ({ commonName, serialNumber }: Name): pki.CertificateField[] => [
  { name: "commonName", value: commonName },
  ...(serialNumber === undefined ? [] : [{ type: SERIAL_NUMBER, value: serialNumber }]),
];

/** Object id of the attribute serialNumber, for which the library has no name. */
const SERIAL_NUMBER = "2.5.4.5";

/** The part of a certificate that is signed; the library's types leave this function out. */
const signedPart = (certificate: pki.Certificate): asn1.Asn1 =>
  (pki as unknown as { getTBSCertificate(of: pki.Certificate): asn1.Asn1 }).getTBSCertificate(
    certificate,
  );
