import { randomBytes, sign, type KeyObject } from "node:crypto";
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
  const { subject, publicKey, issuer, issuerKey, authority, notBefore, notAfter } = contents;
  const certificate = pki.createCertificate();
  certificate.publicKey = pki.publicKeyFromPem(
    publicKey.export({ format: "pem", type: "spki" }) as string,
  );
  certificate.serialNumber = `01${randomBytes(15).toString("hex")}`;
  certificate.validity = { notBefore, notAfter };
  certificate.setSubject(attributes(subject));
  certificate.setIssuer(attributes(issuer));
  certificate.setExtensions([{ name: "basicConstraints", cA: authority, critical: true }]);
  // Signed natively: the library's own arithmetic takes more than a second where a test runner hosts it.
  const algorithm = pki.oids.sha256WithRSAEncryption ?? "";
  certificate.signatureOid = algorithm;
  certificate.siginfo.algorithmOid = algorithm;
  const body = asn1.toDer(signedPart(certificate)).getBytes();
  const signature = sign("RSA-SHA256", Buffer.from(body, "latin1"), issuerKey);
  certificate.signature = signature.toString("latin1");
  return Buffer.from(asn1.toDer(pki.certificateToAsn1(certificate)).getBytes(), "latin1");
}

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
