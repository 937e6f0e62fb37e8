import { randomBytes, randomUUID, sign } from "node:crypto";
import type { Clock, Organisations } from "../altinn";
import type { OrganisationList } from "../organisations/organisations";
import { firstValue, readClaims, withoutFirst, writeClaims, type Claims } from "./claim-list";
import type { SigningKey } from "./signing-key";

/** How long an Altinn token lives, in seconds, whatever was left of the Maskinporten token. */
const altinnLifetime = 30 * 60;

/** Claims of the Maskinporten token of which the exchange leaves one value behind. */
const leftOut = ["aud", "iss", "client_amr", "sid"];

const without = (claims: Readonly<Claims>, names: readonly string[]): Claims =>
  Object.fromEntries(Object.entries(claims).filter(([name]) => !names.includes(name)));

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Signs what Maskinporten, the exchange and refresh issue. */
export class TokenIssuer {
  constructor(
    private readonly clock: Clock,
    private readonly organisations: Organisations,
    private readonly keys: { readonly altinn: SigningKey; readonly maskinporten: SigningKey },
    private readonly issuers: {
      readonly altinn: () => string;
      readonly maskinporten: () => string;
    },
  ) {}

  /** Claims of a Maskinporten token of `lifetime` seconds; `claims` come over `iss`, `token_type`, the times and a `jti`. */
  maskinportenClaims(claims: Claims, lifetime = 120, clockSkewMs = 0): Claims {
    const iat = this.seconds(clockSkewMs);
    return {
      iss: this.issuers.maskinporten(),
      token_type: "Bearer",
      iat,
      exp: iat + lifetime,
      jti: randomBytes(32).toString("base64url"),
      ...claims,
    };
  }

  /**
   * Claims of the Altinn token that a Maskinporten token with these claims is exchanged for.
   * @param test the exchange's `test=true`: `ttd` in place of `digdir`
   */
  exchangedClaims(claims: Readonly<Claims>, number: string, test = false, clockSkewMs = 0): Claims {
    const list = readClaims(claims);
    if (String(firstValue(list, "scope") ?? "").includes("altinn:serviceowner")) {
      const code = this.organisations.byNumber(number)?.code;
      if (code !== undefined) {
        list.push({ name: "urn:altinn:org", value: test && code === "digdir" ? "ttd" : code });
      }
    }
    list.push(
      { name: "urn:altinn:orgNumber", value: number },
      { name: "urn:altinn:authenticatemethod", value: "maskinporten" },
      { name: "urn:altinn:authlevel", value: 3 },
    );
    const exchanged = [
      ...withoutFirst(list, leftOut),
      { name: "iss", value: this.issuers.altinn() },
      { name: "sid", value: randomUUID() },
    ];
    return { ...writeClaims(exchanged), ...this.altinnTimes(clockSkewMs) };
  }

  /** Claims of the Altinn token that one with these claims is refreshed to. */
  refreshedClaims(claims: Readonly<Claims>, clockSkewMs = 0): Claims {
    return { ...writeClaims(readClaims(claims)), ...this.altinnTimes(clockSkewMs) };
  }

  sign(issuer: "altinn" | "maskinporten", claims: Claims): string {
    const key = this.keys[issuer];
    const header =
      issuer === "altinn"
        ? {
            alg: "RS256",
            typ: "JWT",
            kid: key.kid,
            x5t: Buffer.from(key.kid, "hex").toString("base64url"),
          }
        : { alg: "RS256", typ: undefined, kid: key.kid };
    // Not by jsonwebtoken, which insists on the types of claims: a test may want a token with other ones.
    const data = [header, claims].map(encode).join(".");
    return `${data}.${sign("RSA-SHA256", Buffer.from(data), key.privateKey).toString("base64url")}`;
  }

  private altinnTimes(clockSkewMs: number): Claims {
    const now = this.seconds(clockSkewMs);
    return { iat: now, nbf: now, exp: now + altinnLifetime };
  }

  private seconds(clockSkewMs: number): number {
    return Math.floor((this.clock.now() + clockSkewMs) / 1000);
  }
}

/** What a ready-made token is to say; a short cut past Maskinporten and the exchange, for tests. */
export interface TokenRequest {
  /** Nine digits, or a code on the list. With `ttd` the token is one of Digdir's exchanged with `test=true`. */
  readonly organisation: string;
  readonly scopes: readonly string[];
  /** An exchanged Altinn token by default. */
  readonly kind?: "altinn" | "maskinporten";
  /** Merged over the claims that the token would have. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Names of claims to leave out. */
  readonly omitClaims?: readonly string[];
}

/** Signs a ready-made token. Throws a RangeError for a code that is not on the list. */
export function readyToken(
  issuer: TokenIssuer,
  organisations: OrganisationList,
  request: TokenRequest,
): string {
  const { organisation, scopes, kind = "altinn" } = request;
  const number = organisations.numberOf(organisation);
  const raw = issuer.maskinportenClaims({
    client_id: randomUUID(),
    client_amr: "private_key_jwt",
    consumer: { authority: "iso6523-actorid-upis", ID: `0192:${number}` },
    scope: scopes.join(" "),
  });
  const test = organisation.toLowerCase() === "ttd";
  const claims: Claims = {
    ...(kind === "maskinporten" ? raw : issuer.exchangedClaims(raw, number, test)),
    ...request.claims,
  };
  return issuer.sign(kind, without(claims, request.omitClaims ?? []));
}
