import * as z from "zod";
import { count, entry, oneOf, some, text } from "./entry";
import { resource } from "./resource-schema";

const organisation = text(
  /^(\d{9}|(?!\d+$)[A-Za-z0-9_-]{2,})$/,
  "must be nine digits or a code on the organisation list",
).describe("Nine digits, or a code on the organisation list such as `skd`.");
const organisationNumber = text(/^\d{9}$/, "must be nine digits");
const organisationCode = text(/^[a-z0-9_-]{2,}$/, "must be two or more of a-z, 0-9, - and _");
const scope = text(/^[^\s,"\\]+$/, "must be one scope, without spaces and commas");
const scopes = z.array(scope);
const uuid = text(
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  "must be a UUID such as 5b6f0e9c-4d1e-4a57-9f0e-2c8a3d7b6e11",
);
const milliseconds = z.number().min(0);
const path = text(/^\//, "must begin with a slash");

const jwk = z
  .looseObject({ kty: z.literal("RSA"), n: some(), e: some(), kid: some().optional() })
  .describe("RSA key as JWK. With a private one the stand-in can show its forms.");

const key = entry({
  jwk: jwk.optional(),
  file: some().optional().describe("PEM, JWK, or base64 of a JWK; public or private."),
  make: z
    .boolean()
    .optional()
    .describe(
      "True: a private key of 2048 bits is made and written when `file` is not there: a JWK in .json and .jwk, else a PEM.",
    ),
})
  .refine(oneOf("jwk", "file"), "must have exactly one of jwk and file")
  .refine(({ jwk, make }) => !(jwk && make), {
    error: "must not be true with a jwk: what is made goes into a file",
    path: ["make"],
  });

const client = entry({
  clientId: some(),
  organisation: organisation.describe("Who owns the client: nine digits or a code."),
  scopes: scopes
    .min(1)
    .optional()
    .describe("Registered on the client and granted to its organisation."),
  key: key.optional().describe("Left out, a key is made at the start."),
  kid: text(/^[A-Za-z0-9._-]+$/, "must be letters, digits and . _ -")
    .optional()
    .describe("The key's own `kid` by default, else its thumbprint (RFC 7638)."),
  certificate: z.boolean().optional().describe("True: no key, assertions carry `x5c`."),
  scopePrefixes: z.array(some()).optional(),
  withdrawn: scopes.optional().describe("Scopes that its organisation has lost: MP-250."),
  lifetime: count(1).optional().describe("Seconds that its tokens live; 120 by default."),
  maxAge: z.record(z.string(), count(0)).optional().describe("Longest life by scope, in seconds."),
  integrationType: some().optional(),
  keyPostedDaysAgo: z.number().min(0).optional(),
  keyDelayMs: milliseconds.optional(),
  unavailable: count(0).optional().describe("So many of its next grants are 503."),
}).refine((value) => !(value.certificate && value.key), {
  error: "must have no key when certificate is true",
  path: ["key"],
});

const action = some();

const fault = entry({
  method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]).optional(),
  path: path.optional().describe("The whole path without its query; any by default."),
  pathPattern: z
    .string()
    .refine(isRegExp, "must be a regular expression")
    .optional()
    .describe("Regular expression, tried on path and query."),
  server: z.enum(["platform", "maskinporten"]).optional(),
  times: count(1).optional().describe("The next so many requests that match; 1 by default."),
  standing: z.boolean().optional().describe("True: every one, until faults are cleared."),
  status: z.int().min(200).max(599).optional().describe("Answered in place of the true answer."),
  body: z.string().optional(),
  headers: z.record(z.string(), z.string()).optional(),
  afterEffect: z.boolean().optional().describe("With status: carried out first."),
  delayMs: milliseconds.optional().describe("Real milliseconds that pass before it is handled."),
  reset: z.enum(["before", "after"]).optional().describe("The connection is cut."),
  truncate: z.boolean().optional().describe("Half of the answer's body, then a cut."),
  notJson: z.boolean().optional().describe("HTML that claims to be JSON."),
  bodyBytes: z.int().min(2).optional().describe("So many bytes of JSON as the answer's body."),
  clockSkewMs: z.number().optional().describe("This server's clock is off."),
})
  .refine((value) => !(value.path && value.pathPattern), "must not have both path and pathPattern")
  .refine((value) => !(value.times && value.standing), "must not have both times and standing")
  .refine(
    ({ status, delayMs, reset, truncate, notJson, bodyBytes, clockSkewMs }) =>
      [status, delayMs, reset, truncate, notJson, bodyBytes, clockSkewMs].some(
        (each) => each !== undefined,
      ),
    "must say what goes wrong: status, delayMs, reset, truncate, notJson, bodyBytes or clockSkewMs",
  );

function isRegExp(source: string): boolean {
  try {
    return new RegExp(source) instanceof RegExp;
  } catch {
    return false;
  }
}

/** One entry of each kind, by the name of its list in a world. */
export const entries = {
  organisations: entry({
    code: organisationCode,
    number: organisationNumber,
    name: some().optional(),
  }),
  clients: client,
  suppliers: entry({
    supplier: organisation.describe("Whose clients ask for tokens."),
    consumer: organisation.describe("For whom they then act (`consumer_org`)."),
    scopes: scopes.min(1),
  }),
  systemUsers: entry({
    id: uuid,
    clientId: some().describe("The client that may ask for it."),
    organisation: organisation.describe("Who approved it, for whom it acts."),
    externalRef: text(
      /^[a-zA-Z0-9æøåÆØÅ_-]{0,255}$/,
      "must be at most 255 letters, digits, _ and -",
    ).optional(),
  }),
  heldPackages: entry({
    party: organisation,
    systemUser: uuid,
    packages: z
      .array(text(/^[^:\s]+$/, "must be a name without urn:altinn:accesspackage:"))
      .min(1)
      .describe("Access packages by name, such as `lonn`."),
  }),
  resources: resource,
  policies: entry({
    resourceId: some(),
    xml: some().optional().describe("XACML 3.0, as it is uploaded."),
    file: some().optional().describe("The same in a file, in UTF-8."),
  }).refine(oneOf("xml", "file"), "must have exactly one of xml and file"),
  delegations: entry({
    party: organisation.describe("Who gives the rights."),
    systemUser: uuid.optional(),
    organisation: organisation.optional(),
    resourceId: some(),
    actions: z.array(action).min(1).optional().describe("All that can be delegated by default."),
  }).refine(
    oneOf("systemUser", "organisation"),
    "must have exactly one of systemUser and organisation",
  ),
  accessLists: entry({
    owner: organisation,
    identifier: some(),
    name: some(),
    description: z.string().optional(),
    members: z.array(organisation).optional(),
    connections: z
      .array(entry({ resourceId: some(), actionFilters: z.array(action).optional() }))
      .optional(),
  }),
  brokerServiceOwners: entry({
    organisation,
    name: some(),
    storageProviders: entry({
      AltinnAzure: z.enum(["NotStarted", "DeployingResources", "Ready", "Absent"]).optional(),
      AltinnAzureWithoutVirusScan: z
        .enum(["NotStarted", "DeployingResources", "Ready", "Absent"])
        .optional(),
    })
      .optional()
      .describe("Both are Ready by default."),
  }),
  brokerConfigurations: entry({
    resourceId: some(),
    maxFileTransferSize: z.int().optional().describe("Bytes."),
    fileTransferTimeToLive: z.string().optional().describe("xsd:duration such as P30D."),
    purgeFileTransferAfterAllRecipientsConfirmed: z.boolean().optional(),
    purgeFileTransferGracePeriod: z.string().optional().describe("xsd:duration such as PT2H."),
    useManifestFileShim: z.boolean().optional(),
    externalServiceCodeLegacy: z.string().optional(),
    externalServiceEditionCodeLegacy: z.int().optional(),
    requiredParty: z.string().optional(),
    approvedForDisabledVirusScan: z.boolean().optional().describe("Approved by Broker's staff."),
  }),
  scanVerdicts: entry({
    verdict: z.enum(["clean", "malicious"]),
    fileName: some().optional().describe("Exactly; any by default."),
    resourceId: some().optional(),
    times: count(1).optional().describe("For so many scans; for all by default."),
  }),
  faults: fault,
};

export type KindName = keyof typeof entries;
export const kindNames = Object.keys(entries) as readonly KindName[];

/** One entry of a kind, such as `Entry<"clients">`. */
export type Entry<Kind extends KindName> = z.infer<(typeof entries)[Kind]>;

/** The key of a client, as its entry has it. */
export type ClientKey = z.infer<typeof key>;

const lists = Object.fromEntries(
  kindNames.map((name) => [name, z.array(entries[name]).optional()]),
) as unknown as { [Kind in KindName]: z.ZodOptional<z.ZodArray<(typeof entries)[Kind]>> };

/** What a stand-in holds at its start, as a file has it. */
export const world = entry({
  $schema: z.string().optional().describe("Address of this schema, for editors."),
  answerTimeMs: milliseconds.optional().describe("Real milliseconds that each request takes."),
  ...lists,
});

/** What a stand-in holds at its start. */
export type World = z.infer<typeof world>;

/** Over HTTP what a file must name may be left out, to be made up; and no file is read. */
export const overHttp = {
  ...entries,
  organisations: entries.organisations.partial(),
  clients: entry({ ...client.shape, clientId: some().optional(), key: jwk.optional() }),
  systemUsers: entry({ ...entries.systemUsers.shape, id: uuid.optional() }),
  policies: entry({ resourceId: some(), xml: some() }),
};
