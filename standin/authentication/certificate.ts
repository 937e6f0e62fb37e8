import { randomBytes, sign, type KeyObject } from "node:crypto";

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
 * names the key by its thumbprint. `node:crypto` reads certificates but makes none, so the few DER parts are written here.
 * @returns DER
 */
export function writeCertificate(contents: CertificateContents): Buffer {
  const { subject, publicKey, issuer, issuerKey, authority, notBefore, notAfter } = contents;
  const algorithm = sequence(objectId("2a864886f70d01010b"), tagged(0x05, Buffer.alloc(0)));
  const basicConstraints = sequence(
    objectId("551d13"),
    boolean(true),
    tagged(0x04, sequence(...(authority ? [boolean(true)] : []))),
  );
  const version3 = tagged(0xa0, tagged(0x02, Buffer.from([2])));
  // A leading 1 keeps the number positive and without padding.
  const serialNumber = tagged(0x02, Buffer.concat([Buffer.from([1]), randomBytes(15)]));
  const body = sequence(
    version3,
    serialNumber,
    algorithm,
    name(issuer),
    sequence(utcTime(notBefore), utcTime(notAfter)),
    name(subject),
    publicKey.export({ type: "spki", format: "der" }),
    tagged(0xa3, sequence(basicConstraints)),
  );
  const signature = sign("RSA-SHA256", body, issuerKey);
  return sequence(body, algorithm, tagged(0x03, Buffer.concat([Buffer.from([0]), signature])));
}

const name = ({ commonName, serialNumber }: Name): Buffer =>
  sequence(
    attribute("550403", 0x0c, commonName),
    ...(serialNumber === undefined ? [] : [attribute("550405", 0x13, serialNumber)]),
  );

const attribute = (id: string, textTag: number, text: string): Buffer =>
  tagged(0x31, sequence(objectId(id), tagged(textTag, Buffer.from(text, "ascii"))));

const sequence = (...parts: Buffer[]): Buffer => tagged(0x30, Buffer.concat(parts));
const objectId = (hex: string): Buffer => tagged(0x06, Buffer.from(hex, "hex"));
const boolean = (value: boolean): Buffer => tagged(0x01, Buffer.from([value ? 0xff : 0]));

/** `YYMMDDHHMMSSZ`. */
const utcTime = (date: Date): Buffer =>
  tagged(
    0x17,
    Buffer.from(
      `${date
        .toISOString()
        .replace(/[-:T]|\..*/g, "")
        .slice(2)}Z`,
      "ascii",
    ),
  );

function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content;
  if (length < 0x80) {
    return Buffer.concat([Buffer.from([tag, length]), content]);
  }
  const size = Buffer.from(length.toString(16).padStart(length > 0xff ? 4 : 2, "0"), "hex");
  return Buffer.concat([Buffer.from([tag, 0x80 + size.length]), size, content]);
}
