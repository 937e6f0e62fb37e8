import { jwkOf, names, troubles, withGround } from "./ground";

/* `--stack`: settings and services of a stack. What the CLI prints comes from files; tests/engine has the real one. */

const here = withGround();
const STACK = ["--stack", "tt02"];

/** Moves the settings from the environment to the stack's configuration. */
function configure(more: Record<string, unknown> = {}): Record<string, unknown> {
  const { env, put } = here();
  const config = {
    "altinn:environment": { value: env.ALTINN_ENVIRONMENT, secret: false },
    "altinn:orgNumber": { value: env.ALTINN_ORG_NUMBER, secret: false },
    "altinn:orgCode": { value: env.ALTINN_ORG_CODE, secret: false },
    "services:mine": { value: "other", secret: false },
    ...more,
  };
  for (const name of ["ENVIRONMENT", "ORG_NUMBER", "ORG_CODE"]) env[`ALTINN_${name}`] = "";
  put("answers/config.json", config);
  return config;
}

/** A step of a preview, as the engine's JSON has it. */
const step = (kind: string, op: string, inputs: Record<string, unknown>) => ({
  op,
  newState: { type: `pulumi-nodejs:dynamic/altinn:${kind}`, inputs },
});
const preview = (...steps: object[]): void => {
  here().put("answers/preview.json", {
    steps: [{ op: "same", newState: { type: "pulumi:pulumi:Stack" } }, ...steps],
  });
};
const serviceSteps = (identifier: string, op: string): object[] => [
  step("Resource", op, { identifier }),
  step("ResourcePolicy", op, { resourceId: identifier }),
  step("BrokerResourceConfig", op, { resourceId: identifier }),
];

test("settings and services are those of the stack", async () => {
  const { service } = here();
  configure();
  preview(...serviceSteps(service, "same"));
  const { report, status } = await here().report(...STACK);
  expect(troubles(report)).toEqual([]);
  expect(report).toMatchObject({ status: "ok", stack: "tt02", services: [service] });
  expect(status).toBe(0);
});

test("what the next `up` makes is ok although it is not there", async () => {
  const { standin, organisation } = here();
  standin.altinn.database
    .prepare("DELETE FROM broker_service_owner WHERE id = ?")
    .run(`0192:${organisation.number}`);
  const identifier = `${organisation.code}-new`;
  preview(
    step("ServiceOwner", "create", { name: "Etaten" }),
    ...serviceSteps(identifier, "create"),
  );
  const { report } = await here().report(...STACK);
  expect(report.status).toBe("ok");
  const planned = report.checks.filter(({ seen }) => seen.includes("the next `pulumi up`"));
  expect(planned.map(({ step: of, id }) => `${of}/${id}`)).toEqual([
    "resource/resource",
    "resource/policy",
    "service-owner/registered",
    "configuration/configured",
  ]);
});

test("a service that is to be made without a policy", async () => {
  const identifier = `${here().organisation.code}-new`;
  const [resource = {}, , configuration = {}] = serviceSteps(identifier, "create");
  preview(resource, configuration);
  await names(here(), STACK, {
    status: "failure",
    check: "resource/policy",
    about: identifier,
    seen: /uploads no policy for it, so nobody gets in/,
    todo: /Put a ResourcePolicy into the program/,
    who: "we",
  });
});

test("an access list in the program asks for the scope of access lists", async () => {
  const { standin, clientId, service } = here();
  standin.changeClient(clientId, { withdrawn: ["altinn:resourceregistry/accesslist.write"] });
  preview(...serviceSteps(service, "same"), step("AccessList", "create", { identifier: "x" }));
  await names(here(), STACK, {
    status: "failure",
    check: "client/scope",
    about: "altinn:resourceregistry/accesslist.write",
    seen: /^Not granted to the organisation/,
    todo: /^Ask for altinn:resourceregistry\/accesslist\.write/,
    who: "Altinn",
    code: "MP-250",
  });
});

test("what is only read, deleted or known later is no service to look at", async () => {
  const { service } = here();
  preview(
    step("Resource", "same", { identifier: service }),
    step("Resource", "read", { identifier: "skd-other" }),
    { op: "delete", oldState: { type: "pulumi-nodejs:dynamic/altinn:Resource" } },
    step("Resource", "create", { identifier: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" }),
  );
  expect((await here().report(...STACK)).report.services).toEqual([service]);
});

test("--only goes before the services of the program", async () => {
  const { service } = here();
  preview(...serviceSteps("skd-a", "create"), ...serviceSteps(service, "same"));
  expect((await here().report(...STACK, "--only", service)).report.services).toEqual([service]);
});

test("a program without services: what is about them is not checked", async () => {
  await names(here(), STACK, {
    status: "not checked",
    check: "resource/all",
    seen: /The program of tt02 names no service/,
    todo: /Put a Resource into the program/,
    who: "we",
  });
});

test("a preview that fails", async () => {
  here().put("answers/preview.json", {
    diagnostics: [{ severity: "error", message: "error: index.ts(3,1): ';' expected.\n" }],
  });
  here().put("answers/preview.failed", "");
  await names(here(), STACK, {
    status: "not checked",
    check: "settings/program",
    seen: /the preview of tt02 fails: index\.ts\(3,1\): ';' expected\./,
    todo: /^Run `pulumi preview --stack tt02`, and mend what it names/,
    who: "we",
  });
});

test("a preview that fails on what exists and the stack does not have yet", async () => {
  const message =
    "Resource ttd-licences exists already and differs from the program in title. Taking it over would change it.\n";
  here().put("answers/preview.json", { diagnostics: [{ severity: "error", message }] });
  here().put("answers/preview.failed", "");
  await names(here(), STACK, {
    status: "not checked",
    check: "settings/program",
    seen: /exists already and differs/,
    todo: /^What this stack does not have yet is brought into the program by `npx --no altinn-broker import --stack tt02`; adopt: true would change it at Altinn\. Else run `pulumi preview/,
    who: "we",
  });
});

test.each([
  ["no stack named 'tt02' found"],
  ["passphrase must be set with PULUMI_CONFIG_PASSPHRASE"],
])("a configuration that cannot be read: %s", async (problem) => {
  configure();
  here().put("answers/config.failed", `error: ${problem}\n`);
  await names(here(), STACK, {
    status: "not checked",
    check: "settings/stack",
    seen: new RegExp(`Pulumi says: ${problem}`),
    todo: /PULUMI_CONFIG_PASSPHRASE .*pulumi stack init tt02/,
    who: "we",
  });
});

test.each([
  [
    ["production", "acme/ops/test"],
    /^The project has no stack tt02; it has production, test\.$/,
    /^Name one of these with --stack, or make it with `pulumi stack init tt02`/,
  ],
  [
    [],
    /^The project has no stack yet, so there is no tt02\.$/,
    /^To have it, make it with `pulumi stack init tt02`/,
  ],
])("a stack that is not among %j", async (stacks, seen, todo) => {
  configure();
  here().put("answers/config.failed", "error: no stack named 'tt02' found\n");
  here().put(
    "answers/stacks.json",
    stacks.map((name) => ({ name, current: false })),
  );
  await names(here(), STACK, {
    status: "not checked",
    check: "settings/stack",
    seen,
    todo,
    who: "we",
  });
});

test("a setting that the stack lacks is named with the command that sets it", async () => {
  configure({ "altinn:orgCode": undefined });
  await names(here(), STACK, {
    status: "failure",
    check: "settings/settings",
    seen: /^altinn:orgCode is not set\.$/,
    todo: /pulumi config set altinn:orgCode ttd/,
    who: "we",
  });
});

test("a key in the stack's configuration is decrypted, used and warned about, and not printed", async () => {
  const { env, put, service } = here();
  const { kid } = JSON.parse(env.MASKINPORTEN_JWK ?? "") as { kid: string };
  const id = env.MASKINPORTEN_CLIENT_ID;
  env.MASKINPORTEN_CLIENT_ID = "";
  env.MASKINPORTEN_JWK = "";
  const config = configure({
    "altinn:clientId": { value: id, secret: false },
    "altinn:jwk": { secret: true },
  });
  const value = jwkOf(kid);
  put("answers/secrets.json", { ...config, "altinn:jwk": { value, secret: true } });
  preview(...serviceSteps(service, "same"));
  await names(here(), STACK, {
    status: "warning",
    check: "settings/key",
    seen: /from altinn:jwk\. .*a key that is rotated there locks you out/,
    todo: /Set MASKINPORTEN_CLIENT_ID and MASKINPORTEN_JWK in the environment/,
    who: "we",
  });
  const { printed } = await here().doctor(...STACK);
  const { d } = JSON.parse(value) as { d: string };
  expect(printed.join("\n")).not.toContain(d.slice(0, 12));
});
