import { names, withGround, type Named } from "./ground";

/*
 * Every refusal that Maskinporten's documentation and recordings have: the finding names its cause. What this package's
 * requests cannot bring about is answered by hand.
 */

const here = withGround();
const TOKEN = { server: "maskinporten", method: "POST", path: "/token" } as const;
const TRACE = "0123456789abcdef0123456789abcdef";

interface Answer {
  readonly status?: 400 | 403;
  readonly error: string;
  readonly code?: string;
  readonly description: string;
}

const CLIENT = { status: "failure", check: "client/client" } as const;

const answered: readonly (readonly [string, Answer, Partial<Named>])[] = [
  [
    "E-01, an assertion that cannot be read",
    {
      error: "invalid_request",
      code: "MP-011",
      description: "Invalid assertion. Invalid parameter value",
    },
    { seen: /could not read the request/, todo: /proxy on the way whether it changes requests/ },
  ],
  [
    "E-02, an assertion that was used",
    { error: "invalid_grant", code: "MP-012", description: "JWT grant has already been used" },
    { seen: /reached Maskinporten twice/, todo: /whether it repeats requests/ },
  ],
  [
    "E-04, an audience that is another Maskinporten",
    {
      error: "invalid_grant",
      code: "MP-110",
      description: "Invalid assertion. Client authentication failed. Invalid JWT claim aud",
    },
    { seen: /meant for another Maskinporten/, todo: /altinn:maskinportenIssuer/ },
  ],
  [
    "E-05, an invalid certificate",
    {
      error: "invalid_grant",
      code: "MP-120",
      description: "The JWT is signed with an invalid certificate.",
    },
    {
      seen: /set up for an enterprise certificate/,
      todo: /Register the public half of the key/,
      who: "Digdir's self-service",
    },
  ],
  [
    "E-06, no key id",
    {
      error: "invalid_grant",
      description:
        "Invalid JWT. The client requires pre-registered jwk and no key identifier (kid) provided",
    },
    { seen: /saw no key id/, todo: /Set MASKINPORTEN_KEY_ID/ },
  ],
  [
    "E-09, the certificate of another organisation",
    {
      error: "invalid_grant",
      code: "MP-122",
      description: "Organization number in certificate differs from that of the client",
    },
    {
      seen: /set up for an enterprise certificate/,
      todo: /Register the public half of the key/,
      who: "Digdir's self-service",
    },
  ],
  [
    "E-10, a broken x5c",
    { error: "invalid_grant", code: "MP-123", description: "Invalid JWT header x5c" },
    {
      seen: /set up for an enterprise certificate/,
      todo: /Register the public half of the key/,
      who: "Digdir's self-service",
    },
  ],
  [
    "E-12, a clock that is behind, corrected in vain",
    { error: "invalid_grant", code: "MP-130", description: "JWT has expired." },
    { seen: /clock of this machine and Maskinporten's differ/, todo: /Set the clock right/ },
  ],
  [
    "E-13, a clock that is ahead, corrected in vain",
    { error: "invalid_grant", description: "Issue time is in the future." },
    { seen: /clock of this machine and Maskinporten's differ/, todo: /Set the clock right/ },
  ],
  [
    "E-14, a supplier for itself",
    {
      error: "invalid_request",
      description:
        "Validation of JWT claim failed: The combination consumer_org in claim and delegation scope on client is invalid",
    },
    { seen: /acts as a supplier, for its own organisation/, todo: /plain client/ },
  ],
  [
    "E-18, a supplier without a delegation",
    {
      status: 403,
      error: "forbidden",
      code: "MP-251",
      description:
        "Consumer 974761076 has not delegated access to the scope altinn:serviceowner to supplier 991825827",
    },
    { seen: /has not delegated the scope to it in Altinn.*974761076/, todo: /plain client/ },
  ],
  [
    "E-19, authorization details of an unknown type",
    { error: "not known", code: "MP-301", description: "Unknown authorization details type" },
    { seen: /system users, which have no part in this/, todo: /plain client/ },
  ],
  [
    "E-20, unknown fields in authorization details",
    { error: "not known", code: "MP-302", description: "Unknown fields" },
    { seen: /system users, which have no part in this/, todo: /plain client/ },
  ],
  [
    "E-21, no system user",
    {
      error: "invalid_altinn_customer_configuration",
      code: "MP-303",
      description: "Invalid authorization details values",
    },
    { seen: /system users, which have no part in this/, todo: /plain client/ },
  ],
  [
    "E-24, too long a lifetime",
    { error: "invalid_grant", description: "JWT has too long lifetime." },
    { seen: /life of the assertion too long/, todo: /Check the clock/ },
  ],
  [
    "T36, another grant type",
    { error: "unsupported_grant_type", description: "Unsupported grant type" },
    { seen: /could not read the request/, todo: /proxy on the way/ },
  ],
  [
    "a refusal that nobody has met",
    { error: "invalid_grant", code: "MP-999", description: "Something new" },
    {
      seen: /Maskinporten refuses client or key\. .*"Something new"/,
      todo: /client id and the key belong together/,
    },
  ],
];

test.each(answered)("%s", async (_name, { status = 400, error, code, description }, named) => {
  const ground = here();
  const body = JSON.stringify({
    error,
    error_description: `${description} (trace_id: ${TRACE})`,
    ...(code === undefined ? {} : { error_uri: `https://test.maskinporten.no/errors/${code}` }),
  });
  ground.standin.failNext(TOKEN, { status, body }, { standing: true });
  const { report } = await ground.report("--only", ground.service);
  expect(report.checks.find(({ id }) => id === "client")?.trace).toBe(TRACE);
  await names(ground, ["--only", ground.service], {
    ...CLIENT,
    seen: /./,
    todo: /./,
    who: "we",
    ...named,
    ...(code === undefined ? {} : { code }),
  });
});

test("what follows from a refused client is not checked, and says so", async () => {
  const ground = here();
  ground.env.MASKINPORTEN_CLIENT_ID = "nobody";
  const { report } = await ground.report("--only", ground.service);
  const held = report.checks.filter(({ status }) => status === "not checked");
  expect(held.map(({ step, id }) => `${step}/${id}`)).toEqual([
    "client/scope",
    "client/scope",
    "client/scope",
    "client/scope",
    "client/organisation",
    "client/exchange",
    "client/owner-code",
    "service-owner/registered",
    "service-owner/storage",
    "configuration/configured",
  ]);
  expect(held.map(({ seen }) => seen)).toContain(
    "Could not be asked, since Maskinporten refuses client or key.",
  );
});
