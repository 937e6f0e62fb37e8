import type { Bearer } from "../altinn";

/**
 * Headers of a 401. Both of the server's JWT schemes answer for themselves, Altinn's first, so the header
 * is there twice; the scheme whose key did not sign the token does not know the key.
 */
export function challenge(bearer: Bearer): Record<string, string[]> {
  if (bearer.kind !== "invalid") {
    return { "www-authenticate": ["Bearer", "Bearer"] };
  }
  const told = ["altinn", "maskinporten"].map((scheme) => {
    const isSigner = bearer.signed === undefined || bearer.signed.issuer === scheme;
    const description = isSigner ? describe(bearer) : KEY_NOT_FOUND;
    const error = 'Bearer error="invalid_token"';
    return description === undefined ? error : `${error}, error_description="${description}"`;
  });
  return { "www-authenticate": told };
}

const KEY_NOT_FOUND = "The signature key was not found";

/** What ASP.NET Core's JwtBearer says of a token; nothing of one that it cannot read. */
function describe({ reason, signed }: Bearer & { kind: "invalid" }): string | undefined {
  const { exp, nbf, iss } = signed?.claims ?? {};
  switch (reason) {
    case "expired":
      return `The token expired at '${invariantTime(exp)}'`;
    case "not yet valid":
      return `The token is not valid before '${invariantTime(nbf)}'`;
    case "no expiry":
      return "The token has no expiration";
    case "wrong issuer":
      return `The issuer '${String(iss ?? "(null)").replaceAll('"', "'")}' is invalid`;
    case "bad signature":
      return KEY_NOT_FOUND;
    default:
      return undefined;
  }
}

/** A JWT time as .NET writes one in its invariant culture, such as `08/10/2026 11:37:33`. */
function invariantTime(seconds: unknown): string {
  const [, year, month, day, time] =
    /^(\d+)-(\d\d)-(\d\d)T([\d:]{8})/.exec(new Date(Number(seconds) * 1000).toISOString()) ?? [];
  return `${month}/${day}/${year} ${time}`;
}
