import type { KeyObject, X509Certificate } from "node:crypto";
import jwt from "jsonwebtoken";
import { decode } from "../authentication/bearer";
import { readX5c } from "./certificates";
import type { Client, ClientRegister } from "./clients";
import { because, list, refusals, shown, type Refusal } from "./refusals";

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
    return because(refusals.unreadable, "the assertion is no JWT of three parts in base64url");
  }
  const { header, payload: claims } = decoded;
  const client = typeof claims["iss"] === "string" ? clients.find(claims["iss"]) : undefined;
  return client === undefined
    ? because(
        refusals.unknownClient,
        `iss is ${shown(claims["iss"])}; clients are ${list(clients.all().map(({ clientId }) => clientId))}`,
      )
    : { text, header, claims, client };
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
    readonly audiences: readonly string[];
  },
): { readonly amr: string } | Refusal {
  const { text, header, claims } = assertion;
  const algorithm = algorithms.find((each) => each === header["alg"]);
  if (algorithm === undefined) {
    return because(
      refusals.algorithm,
      `alg is ${shown(header["alg"])}; taken: ${list(algorithms)}`,
    );
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
    return because(
      refusals.badSignature,
      `the signature is not by ${header["kid"] === undefined ? "the certificate's key" : `the key ${shown(header["kid"])} that is registered`} of ${assertion.client.clientId}`,
    );
  }
  return (
    refusedAudience(claims["aud"], surroundings.audiences) ??
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
  const kids = `the client ${client.clientId} has ${list(client.keys.map((each) => each.kid))}`;
  if (client.keys.length > 0) {
    if (kid === undefined) {
      return because(refusals.noKid, `the header has no kid; ${kids}`);
    }
    const key = client.keys.find((each) => each.kid === kid && each.activeFrom <= now);
    if (key === undefined) {
      const isThere = client.keys.some((each) => each.kid === kid);
      const late = isThere ? ", which has not reached the token endpoint yet" : "";
      return because(refusals.unknownKid, `kid is ${shown(kid)}${late}; ${kids}`);
    }
    if (now > oneYearAfter(key.postedAt)) {
      return because(
        refusals.expiredKey,
        `the key ${key.kid} was registered at ${timeText(key.postedAt)}, and it is ${timeText(now)}`,
      );
    }
    return { publicKey: surroundings.clients.publicKey(key), amr: "private_key_jwt" };
  }
  if (x5c === undefined) {
    const refusal = kid === undefined ? refusals.noKey : refusals.unknownKid;
    return because(refusal, `the client ${client.clientId} has a certificate and no keys`);
  }
  const signer = readX5c(x5c, surroundings.trustedCertificates, now);
  if (isRefusal(signer)) {
    return signer;
  }
  if (signer.organisation !== client.organisation) {
    return because(
      refusals.otherOrganisation,
      `the certificate is of ${signer.organisation ?? "no organisation"}, the client ${client.clientId} of ${client.organisation}`,
    );
  }
  // ASSUMPTION: the kind of e-seal is not told apart.
  return { publicKey: signer.publicKey, amr: "virksomhetssertifikat" };
}

/** The token endpoint's own URL passes too: Broker's tests send it, though the documentation no longer allows it. */
function refusedAudience(aud: unknown, issuers: readonly string[]): Refusal | undefined {
  const audience: unknown = Array.isArray(aud) && aud.length === 1 ? aud[0] : aud;
  return issuers.some((each) => audience === each || audience === `${each}token`)
    ? undefined
    : because(refusals.audience, `aud is ${shown(aud)}; taken: ${list(issuers)}`);
}

function refusedTimes({ exp, iat }: Claims, now: number): Refusal | undefined {
  if (typeof exp !== "number") {
    return refusals.missingClaim("exp");
  }
  if (typeof iat !== "number") {
    return refusals.missingClaim("iat");
  }
  if ((exp + skew) * 1000 < now) {
    return because(refusals.expired, `exp is ${timeText(exp * 1000)}, and it is ${timeText(now)}`);
  }
  if ((iat - skew) * 1000 > now) {
    return because(refusals.future, `iat is ${timeText(iat * 1000)}, and it is ${timeText(now)}`);
  }
  return exp - iat > longestLifetime
    ? because(
        refusals.tooLong,
        `exp is ${exp - iat} seconds after iat, and ${longestLifetime} are the most`,
      )
    : undefined;
}

/** Milliseconds since the epoch as a time, or as the number where there is no such time. */
function timeText(time: number): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? String(time) : date.toISOString();
}

function oneYearAfter(time: number): number {
  const date = new Date(time);
  return date.setUTCFullYear(date.getUTCFullYear() + 1);
}
