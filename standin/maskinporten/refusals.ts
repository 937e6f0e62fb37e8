/** An error answer of the token endpoint (docs.digdir.no, "feilsøking"). `description` comes before the trace id. */
export interface Refusal {
  readonly status: 400 | 403;
  readonly error: string;
  /** `MP-nnn`; some errors are not known to have one. */
  readonly code?: string;
  readonly description: string;
  /** What did not fit, for the stand-in's own log alone. */
  readonly why?: string;
}

/** A refusal with what did not fit; the answer stays the same. */
export const because = (refusal: Refusal, why: string): Refusal => ({ ...refusal, why });

/** A value of a token or a request in a sentence; `none` for one that is missing. */
export const shown = (value: unknown): string =>
  value === undefined ? "none" : typeof value === "string" ? value : JSON.stringify(value);

/** Most values of a list that are told. */
const most = 12;

export function list(values: readonly string[]): string {
  const more = values.length - most;
  const told = values.slice(0, most).join(", ");
  return more > 0 ? `${told} and ${more} more` : told || "none";
}

const assertion = "Invalid assertion. Client authentication failed.";

const grant = (description: string, code?: string): Refusal => ({
  status: 400,
  error: "invalid_grant",
  ...(code === undefined ? {} : { code }),
  description,
});

const forbidden = (description: string, code: string): Refusal => ({
  status: 403,
  error: "forbidden",
  code,
  description,
});

// Where no text or `error` is on record, the wording is ours; each such line says so.
export const refusals = {
  unsupportedGrantType: {
    status: 400,
    error: "unsupported_grant_type",
    // ASSUMPTION: error by RFC 6749 section 5.2, text ours.
    description: "Unsupported grant type",
  },
  // ASSUMPTION: RFC 6749 section 5.2 for a parameter that is missing or given twice, text ours.
  badForm: (parameter: string): Refusal => ({
    status: 400,
    error: "invalid_request",
    description: `Missing or repeated parameter ${parameter}`,
  }),
  unreadable: {
    status: 400,
    error: "invalid_request",
    code: "MP-011",
    description: "Invalid assertion. Invalid parameter value",
  },
  used: grant("Invalid assertion. JWT grant has already been used", "MP-012"),
  unknownClient: grant(`${assertion} Client not found`, "MP-100"),
  audience: grant(`${assertion} Invalid JWT claim aud`, "MP-110"),
  badCertificate: grant(`${assertion} The JWT is signed with an invalid certificate.`, "MP-120"),
  noKid: grant(
    `${assertion} Invalid JWT. The client requires pre-registered jwk and no key identifier (kid) provided`,
  ),
  // ASSUMPTION: text ours, for a client without registered keys that sends neither kid nor x5c.
  noKey: grant(`${assertion} Invalid JWT. Neither key identifier (kid) nor x5c provided`),
  unknownKid: grant(`${assertion} Unknown key identifier (kid) for client`),
  expiredKey: grant(`${assertion} Expired key.`, "MP-121"),
  otherOrganisation: grant(
    `${assertion} Organization number in certificate differs from that of the client`,
    "MP-122",
  ),
  badX5c: grant(`${assertion} Invalid JWT header x5c`, "MP-123"),
  badSignature: grant(`${assertion} Invalid JWT signature.`, "MP-124"),
  // ASSUMPTION: refused for certain, text ours.
  algorithm: grant(`${assertion} Invalid JWT header alg`),
  // ASSUMPTION: refused for certain (the claims are required), text ours.
  missingClaim: (claim: string): Refusal => grant(`${assertion} Invalid JWT claim ${claim}`),
  expired: grant(`${assertion} JWT has expired.`, "MP-130"),
  future: grant(`${assertion} Issue time is in the future.`),
  tooLong: grant(`${assertion} JWT has too long lifetime.`),
  ownConsumer: {
    status: 400,
    error: "invalid_request",
    description:
      "Validation of JWT claim failed: The combination consumer_org in claim and delegation scope on client is invalid",
  },
  scopes: (scopes: readonly string[]): Refusal => ({
    status: 400,
    error: "invalid_scope",
    code: "MP-200",
    description: `Token request contains invalid scopes for client, ${scopes.join(" ")}`,
  }),
  integrationType: {
    status: 400,
    error: "invalid_scope",
    code: "MP-201",
    description: "Token request contains scopes not allowed for maskinporten",
  },
  notGranted: (scope: string): Refusal =>
    forbidden(`Consumer has not been granted access to the scope ${scope}`, "MP-250"),
  notDelegated: (consumer: string, scope: string, supplier: string): Refusal =>
    forbidden(
      `Consumer ${consumer} has not delegated access to the scope ${scope} to supplier ${supplier}`,
      "MP-251",
    ),
  // ASSUMPTION: the `error` of MP-301 and MP-302 is not on record; this one is RFC 9396's.
  detailsType: {
    status: 400,
    error: "invalid_authorization_details",
    code: "MP-301",
    description: "Unknown authorization details type",
  },
  detailsFields: {
    status: 400,
    error: "invalid_authorization_details",
    code: "MP-302",
    description: "Unknown fields in authorization details",
  },
  detailsValues: {
    status: 400,
    error: "invalid_altinn_customer_configuration",
    code: "MP-303",
    description: "Invalid authorization details values",
  },
  // RFC 8707 section 2; text ours.
  target: { status: 400, error: "invalid_target", description: "Invalid resource" },
} as const satisfies Record<string, Refusal | ((...given: never[]) => Refusal)>;
