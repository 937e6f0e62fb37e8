import type { KeyObject, X509Certificate } from "node:crypto";
import jwt from "jsonwebtoken";
import { decode } from "../authentication/bearer";
import { readX5c } from "./certificates";
import type { Client, ClientRegister } from "./clients";
import { refusals, type Refusal } from "./refusals";

export type Claims = Readonly<Record<string, unknown>>;

/** An assertion that can be read and names a client; nothing about it is proven yet. */
export interface NamedAssertion {
  readonly text: string;
  readonly header: Claims;
  readonly claims: Claims;
  readonly client: Client;
}

const algorithms = ["RS256", "RS384", "RS512"] as const;

/** Seconds that `exp` may lie back and `iat` ahead. */
const skew = 10;

/** Longest `exp - iat` in seconds. The documentation says 120, the server lets 180 pass. */
const longestLifetime = 180;

export const isRefusal = (outcome: object): outcome is Refusal => "error" in outcome;

/** Reads the text and finds its client. */
export function readAssertion(text: string, clients: ClientRegister): NamedAssertion | Refusal {
  const decoded = /^[\w-]+\.[\w-]+\.[\w-]*$/.test(text) ? decode(text) : undefined;
  if (decoded === undefined) {
    return refusals.unreadable;
  }
  const { header, payload: claims } = decoded;
  const client = typeof claims["iss"] === "string" ? clients.find(claims["iss"]) : undefined;
  return client === undefined ? refusals.unknownClient : { text, header, claims, client };
}

/**
 * Header, key, signature, `aud` and times, in this order.
 * @param now milliseconds since the epoch
 * @returns how the client proved itself (`client_amr`)
 */
export function authenticate(
  assertion: NamedAssertion,
  now: number,
  surroundings: {
    readonly clients: ClientRegister;
    readonly trustedCertificates: readonly X509Certificate[];
    readonly issuer: string;
  },
): { readonly amr: string } | Refusal {
  const { text, header, claims } = assertion;
  const algorithm = algorithms.find((each) => each === header["alg"]);
  if (algorithm === undefined) {
    return refusals.algorithm;
  }
  const key = keyOf(assertion, now, surroundings);
  if (isRefusal(key)) {
    return key;
  }
  try {
    jwt.verify(text, key.publicKey, {
      algorithms: [algorithm],
      ignoreExpiration: true,
      ignoreNotBefore: true,
    });
  } catch {
    return refusals.badSignature;
  }
  return (
    refusedAudience(claims["aud"], surroundings.issuer) ??
    refusedTimes(claims, now) ?? { amr: key.amr }
  );
}

function keyOf(
  { header, client }: NamedAssertion,
  now: number,
  surroundings: {
    readonly clients: ClientRegister;
    readonly trustedCertificates: readonly X509Certificate[];
  },
): { readonly publicKey: KeyObject; readonly amr: string } | Refusal {
  const { kid, x5c } = header;
  if (client.keys.length > 0) {
    if (kid === undefined) {
      return refusals.noKid;
    }
    const key = client.keys.find((each) => each.kid === kid && each.activeFrom <= now);
    if (key === undefined) {
      return refusals.unknownKid;
    }
    if (now > oneYearAfter(key.postedAt)) {
      return refusals.expiredKey;
    }
    return { publicKey: surroundings.clients.publicKey(key), amr: "private_key_jwt" };
  }
  if (x5c === undefined) {
    return kid === undefined ? refusals.noKey : refusals.unknownKid;
  }
  const signer = readX5c(x5c, surroundings.trustedCertificates, now);
  if (isRefusal(signer)) {
    return signer;
  }
  if (signer.organisation !== client.organisation) {
    return refusals.otherOrganisation;
  }
  // ASSUMPTION: the kind of e-seal is not told apart.
  return { publicKey: signer.publicKey, amr: "virksomhetssertifikat" };
}

/** The token endpoint's own URL passes too: Broker's tests send it, though the documentation no longer allows it. */
function refusedAudience(aud: unknown, issuer: string): Refusal | undefined {
  const audience: unknown = Array.isArray(aud) && aud.length === 1 ? aud[0] : aud;
  return audience === issuer || audience === `${issuer}token` ? undefined : refusals.audience;
}

function refusedTimes({ exp, iat }: Claims, now: number): Refusal | undefined {
  if (typeof exp !== "number") {
    return refusals.missingClaim("exp");
  }
  if (typeof iat !== "number") {
    return refusals.missingClaim("iat");
  }
  if ((exp + skew) * 1000 < now) {
    return refusals.expired;
  }
  if ((iat - skew) * 1000 > now) {
    return refusals.future;
  }
  return exp - iat > longestLifetime ? refusals.tooLong : undefined;
}

function oneYearAfter(time: number): number {
  const date = new Date(time);
  return date.setUTCFullYear(date.getUTCFullYear() + 1);
}
