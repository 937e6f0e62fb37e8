import type { KeyObject } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import jwt from "jsonwebtoken";
import type { Bearer, BearerRules, Clock } from "../altinn";

/** An issuer whose signature this stand-in can check. */
export interface TrustedIssuer {
  readonly name: "altinn" | "maskinporten";
  /** The `iss` that its tokens must have, with the slash at the end. */
  readonly issuer: () => string;
  readonly kid: string;
  readonly publicKey: KeyObject;
}

/** A token with a good signature; its times and its issuer are still to be judged. */
export interface SignedToken {
  readonly signer: TrustedIssuer;
  readonly claims: Readonly<Record<string, unknown>>;
}

/** `undecodable` is the JWT form with a header or payload that is no JSON object; so is an encrypted token. */
export type TokenFault = "not a JWT" | "undecodable" | "bad signature";

/** Tokens whose signature was found good; the oldest go when there are this many. */
const remembered = 2_000;

/** Three parts (RFC 7515), or the five of an encrypted token (RFC 7516). */
export const jwtForm = /^[\w-]+\.(?:[\w-]+\.[\w-]*|[\w-]*(?:\.[\w-]+){3})$/;

export class TokenVerifier {
  private readonly verified = new Map<string, SignedToken>();

  constructor(
    private readonly issuers: readonly TrustedIssuer[],
    private readonly clock: Clock,
  ) {}

  /** Checks the form and the signature alone. */
  verify(token: string): SignedToken | TokenFault {
    const known = this.verified.get(token);
    if (known) {
      return known;
    }
    if (!jwtForm.test(token)) {
      return "not a JWT";
    }
    const decoded = decode(token);
    if (decoded === undefined) {
      return "undecodable";
    }
    const signer = this.issuers.find((each) => each.kid === decoded.header["kid"]);
    if (signer === undefined) {
      return "bad signature";
    }
    try {
      jwt.verify(token, signer.publicKey, {
        algorithms: ["RS256"],
        ignoreExpiration: true,
        ignoreNotBefore: true,
      });
    } catch {
      return "bad signature";
    }
    const signed = { signer, claims: decoded.payload };
    if (this.verified.size >= remembered) {
      this.verified.delete(this.verified.keys().next().value ?? "");
    }
    this.verified.set(token, signed);
    return signed;
  }

  /** Reads `Authorization` as one API does: form, signature, issuer, `exp` and `nbf`. No audience is looked at. */
  bearer(headers: IncomingHttpHeaders, rules: BearerRules, clockSkewMs = 0): Bearer {
    const token = bearerToken(headers.authorization);
    if (token === undefined) {
      return { kind: "none" };
    }
    const signed = this.verify(token);
    if (typeof signed === "string") {
      return { kind: "invalid", reason: signed };
    }
    const { signer, claims } = signed;
    const refused = { kind: "invalid", signed: { issuer: signer.name, claims } } as const;
    if (!rules.issuers.includes(signer.name) || claims["iss"] !== signer.issuer()) {
      return { ...refused, reason: "wrong issuer" };
    }
    if (!rules.ignoreExpiry) {
      const reason = outsideLifetime(claims, this.clock.now() + clockSkewMs, rules.skewSeconds);
      if (reason !== undefined) {
        return { ...refused, reason };
      }
    }
    // A copy: verified tokens are remembered, and causes of refusals are noted by the claims of one request.
    return { kind: "valid", issuer: signer.name, claims: { ...claims } };
  }
}

/**
 * Why a token is not valid at `now` (milliseconds since the epoch), or undefined when it is.
 * `exp` is required, `nbf` is not; both may be `skewSeconds` off, but `exp` never lies before `nbf`.
 */
export function outsideLifetime(
  claims: Readonly<Record<string, unknown>>,
  now: number,
  skewSeconds: number,
): "no expiry" | "ends before it begins" | "expired" | "not yet valid" | undefined {
  const { exp, nbf } = claims;
  if (typeof exp !== "number") {
    return "no expiry";
  }
  if (typeof nbf === "number" && nbf > exp) {
    return "ends before it begins";
  }
  if (exp * 1000 < now - skewSeconds * 1000) {
    return "expired";
  }
  return typeof nbf === "number" && nbf * 1000 > now + skewSeconds * 1000
    ? "not yet valid"
    : undefined;
}

/** The token in `Bearer TOKEN`, the scheme in any case; undefined for another scheme and for no token. */
export function bearerToken(authorization: string | undefined): string | undefined {
  if (authorization === undefined || authorization.slice(0, 7).toLowerCase() !== "bearer ") {
    return undefined;
  }
  const token = authorization.slice(7).trim();
  return token === "" ? undefined : token;
}

type Json = Readonly<Record<string, unknown>>;

/** Header and payload of a JWT without any check; undefined when they are not JSON objects. */
export function decode(
  token: string,
): { readonly header: Json; readonly payload: Json } | undefined {
  const [header, payload] = token.split(".", 2).map(jsonPart);
  return header && payload ? { header, payload } : undefined;
}

/** The JSON object in one part of a JWT; undefined when it is none. */
export function jsonPart(part: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Json)
      : undefined;
  } catch {
    return undefined;
  }
}
