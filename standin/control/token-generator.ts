import { randomInt, randomUUID } from "node:crypto";
import * as z from "zod";
import { Refused, type Operation } from "./operation";

/** Deployments that Altinn's generator makes tokens for. Every one of them is this stand-in here. */
const environments = ["at21", "at22", "at23", "at24", "yt01", "tt02", "none"];

/** Forms of parameters as Altinn's generator tests them. Source: Altinn/AltinnTestTools, TokenGenerator. */
const forms = {
  env: (value: string) => environments.includes(value.toLowerCase()),
  scopes: (value: string) => value.length <= 500 && /^[a-z0-9:/_\-,. ]+$/.test(value),
  org: (value: string) => value.length <= 50 && /^[A-Za-z0-9_-]+$/.test(value),
  orgNo: (value: string) => /^\d{9}$/.test(value),
  supplierOrgNo: (value: string) => /^\d{9}$/.test(value),
  clientId: (value: string) => value.length <= 255,
  ttl: (value: string) => /^\d{1,10}$/.test(value) && Number(value) < 2 ** 32,
  delegationSource: (value: string) => URL.canParse(value),
} satisfies Record<string, (value: string) => boolean>;

const query = z.object({
  env: z.string().describe(`One of ${environments.join(", ")}; all are this stand-in.`),
  scopes: z.string().describe("Separated by spaces or commas."),
  org: z.string().optional().describe("Code for `urn:altinn:org`, which is left out without it."),
  orgNo: z.string().optional().describe("Nine digits, on the list or not; made up by default."),
  supplierOrgNo: z.string().optional(),
  clientId: z.string().optional(),
  ttl: z.string().optional().describe("Seconds; 1800 by default."),
  delegationSource: z.string().optional(),
  dump: z.string().optional().describe("Anything: header and claims in place of the token."),
});

/** Tokens of Altinn's generator that stand for somebody whom this stand-in does not have. */
const others = [
  "GetPersonalToken",
  "GetPlatformToken",
  "GetPlatformAccessToken",
  "GetConsentToken",
  "GetEnterpriseUserToken",
  "GetSelfIdentifiedUserToken",
  "GetSelfRegisteredEmailUserToken",
  "GetSystemUserToken",
];

/** In the form of Altinn's test token generator, whose Basic credentials are taken whatever they are. */
export const tokenOperations: readonly Operation[] = [
  {
    method: "GET",
    path: "/api/GetEnterpriseToken",
    summary: "An Altinn token of any organisation, as Altinn's test token generator makes it.",
    query,
    answer: { status: 200, type: "text/plain", words: "The token, as text" },
    run: ({ standin }, call) => {
      const wanted = read(call.query);
      const now = Math.floor(standin.altinn.clock.now() / 1000);
      const organisation = wanted.orgNo ?? String(randomInt(310_000_000, 320_000_000));
      const token = standin.token({
        organisation,
        scopes: (wanted.scopes ?? "").replaceAll(",", " ").split(" ").filter(Boolean),
        claims: {
          client_id: wanted.clientId ?? randomUUID(),
          actual_iss: "altinn-test-tools",
          iat: now,
          nbf: now,
          exp: now + Number(wanted.ttl ?? 1800),
          ...(wanted.org && { "urn:altinn:org": wanted.org }),
          ...(wanted.supplierOrgNo && { supplier: party(wanted.supplierOrgNo) }),
          ...(wanted.delegationSource && { delegation_source: wanted.delegationSource }),
        },
        omitClaims: ["sid", ...(wanted.org ? [] : ["urn:altinn:org"])],
      });
      return call.query["dump"] ? dumped(token) : token;
    },
  },
  ...others.map((name): Operation => ({
    method: "GET",
    path: `/api/${name}`,
    summary: `Not here: 501. The stand-in has no ${name.replace(/^Get|Token$/g, "")} tokens.`,
    query: z.object({}),
    refusals: { 501: "Always" },
    run() {
      throw new Refused(
        501,
        `${name} is not here. The stand-in makes tokens of organisations alone: GET /api/GetEnterpriseToken?env=tt02&scopes=...&org=...&orgNo=...; a system user's comes from Maskinporten, by a client that has one.`,
      );
    },
  })),
];

const party = (number: string) => ({ authority: "iso6523-actorid-upis", ID: `0192:${number}` });

/** @throws Refused with Altinn's own body for missing and malformed parameters */
function read(
  given: Readonly<Record<string, string>>,
): Partial<Record<keyof typeof forms, string>> {
  const errors: Record<string, string> = {};
  const values: Partial<Record<string, string>> = {};
  for (const [name, isGood] of Object.entries(forms)) {
    const value = given[name];
    if (value === undefined || value === "") {
      if (name === "env" || name === "scopes") errors[name] = "Parameter must be supplied";
    } else if (!isGood(value)) {
      errors[name] = "Parameter was supplied with an invalid value";
    } else {
      values[name] = value;
    }
  }
  if (Object.keys(errors).length > 0) {
    throw new Refused(400, "parameters are missing or invalid", errors);
  }
  return values;
}

const dumped = (token: string): string =>
  token
    .split(".")
    .slice(0, 2)
    .map((part) => JSON.parse(Buffer.from(part, "base64url").toString("utf8")) as object)
    .map((part) => JSON.stringify(part, null, 2))
    .join("\n.\n");
