import { X509Certificate } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { refusals, type Refusal } from "./refusals";

/** The leaf's key and organisation number, or why the chain is refused. */
export interface Signer {
  readonly publicKey: KeyObject;
  /** Nine digits; undefined when the subject names none. */
  readonly organisation: string | undefined;
}

/**
 * Reads the `x5c` header (RFC 7515 section 4.1.6): an array of base64 DER, the leaf first. Line breaks in the base64, as
 * many libraries write it, are skipped.
 * The leaf must be issued, directly or through the others, by one of `trusted`.
 * @param now milliseconds since the epoch
 */
export function readX5c(
  x5c: unknown,
  trusted: readonly X509Certificate[],
  now: number,
): Signer | Refusal {
  if (!Array.isArray(x5c) || x5c.length === 0 || !x5c.every((each) => typeof each === "string")) {
    return refusals.badX5c;
  }
  let chain: X509Certificate[];
  try {
    chain = x5c.map((each: string) => {
      const base64 = each.replace(/[\r\n]/g, "");
      if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) {
        throw new TypeError("not base64");
      }
      return new X509Certificate(Buffer.from(base64, "base64"));
    });
  } catch {
    return refusals.badX5c;
  }
  const [leaf, ...issuers] = chain;
  if (leaf === undefined || leaf.ca || !leadsToTrusted(leaf, issuers, trusted)) {
    return refusals.badCertificate;
  }
  if (Date.parse(leaf.validTo) < now || Date.parse(leaf.validFrom) > now) {
    return refusals.badSignature;
  }
  return { publicKey: leaf.publicKey, organisation: organisationOf(leaf) };
}

function leadsToTrusted(
  leaf: X509Certificate,
  issuers: readonly X509Certificate[],
  trusted: readonly X509Certificate[],
): boolean {
  let last = leaf;
  for (const next of [undefined, ...issuers]) {
    if (next !== undefined) {
      if (!issued(next, last)) {
        return false;
      }
      last = next;
    }
    if (trusted.some((each) => issued(each, last) || each.raw.equals(last.raw))) {
      return last !== leaf || !trusted.some((each) => each.raw.equals(leaf.raw));
    }
  }
  return false;
}

const issued = (issuer: X509Certificate, subject: X509Certificate): boolean =>
  issuer.ca && subject.checkIssued(issuer) && subject.verify(issuer.publicKey);

/**
 * Norwegian enterprise certificates name the organisation in `serialNumber` (nine digits),
 * e-seals in `organizationIdentifier` (`NTRNO-` and nine digits).
 */
function organisationOf(certificate: X509Certificate): string | undefined {
  for (const line of certificate.subject.split("\n")) {
    const found =
      /^(?:serialNumber=|organizationIdentifier=NTRNO-|2\.5\.4\.97=NTRNO-)(\d{9})$/.exec(
        line.trim(),
      );
    if (found) {
      return found[1];
    }
  }
  return undefined;
}
