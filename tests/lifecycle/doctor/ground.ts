import { generateKeyPairSync } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Check } from "../../../provider/checks/check";
import type { Report } from "../../../provider/checks/report";
import { run } from "../../../provider/cli/program";
import { organization, renderPolicy, serviceOwner, type Rule } from "../../../provider/policy";
import { startStandin, type Standin } from "../../../standin/start";
import { root } from "../../support/engine";
import { resourceArgs } from "../../support/resources";

export const SCOPES = [
  "altinn:serviceowner",
  "altinn:resourceregistry/resource.write",
  "altinn:resourceregistry/accesslist.write",
  "altinn:broker.write",
  "altinn:broker.read",
];

/** What a run of the command ended with. */
export interface Run {
  readonly status: number;
  readonly printed: readonly string[];
  readonly complained: readonly string[];
}

/** An Altinn, a service owner with one service that is ready, and a project of theirs, in which nothing is wrong. */
export interface Ground {
  readonly standin: Standin;
  readonly organisation: { readonly number: string; readonly code: string };
  /** Identifier of the service. */
  readonly service: string;
  readonly clientId: string;
  readonly env: Record<string, string>;
  /** The project's folder. */
  readonly folder: string;
  /** Writes a file of the project; undefined removes it. */
  put(path: string, content: string | object | undefined): void;
  /** Gives the service a policy of these rules. */
  letIn(rules: readonly Rule[]): void;
  /** `altinn-broker doctor` with these arguments. */
  doctor(...args: string[]): Promise<Run>;
  /** The same with `--json`, read. */
  report(...args: string[]): Promise<{ readonly status: number; readonly report: Report }>;
}

const key = generateKeyPairSync("rsa", { modulusLength: 2048 });
const publicJwk = key.publicKey.export({ format: "jwk" });
const otherKey = generateKeyPairSync("rsa", { modulusLength: 2048 });

/** The private JWK of the client, or of a pair that nobody has registered. */
export const jwkOf = (kid: string | undefined, pair: "registered" | "other" = "registered") =>
  JSON.stringify({
    ...(pair === "registered" ? key : otherKey).privateKey.export({ format: "jwk" }),
    ...(kid === undefined ? {} : { kid }),
  });

/** A `pulumi` that prints what stands in files beside the project, so that no engine is needed. */
const PULUMI = `#!/bin/sh
case "$1:$*" in
version:*) cat answers/version ;;
config:*show-secrets*) cat answers/secrets.json ;;
config:*) cat answers/config.json ;;
preview:*) cat answers/preview.json ;;
stack:*ls*) cat answers/stacks.json 2>/dev/null ;;
esac
test ! -e "answers/$1.failed" || { cat "answers/$1.failed" >&2; exit 255; }
`;

let standin: Standin;
const folders: string[] = [];

/** What a page shows as it is, instead of what is made up for each test. */
export interface Fixed {
  readonly number: string;
  readonly code: string;
  readonly clientId: string;
  readonly kid: string;
}

/** One stand-in serves a test file: each test has an organisation of its own, or all have the `fixed` one. */
export function withGround(fixed?: Fixed): () => Ground {
  let ground: Ground;
  beforeAll(async () => {
    standin = await startStandin();
  });
  beforeEach(async () => {
    standin.clearFaults();
    standin.breakOrganisationList();
    ground = await lay(fixed);
  });
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });
  afterAll(() => standin.close());
  return () => ground;
}

async function lay(fixed: Fixed | undefined): Promise<Ground> {
  const organisation = fixed ?? standin.newOrganisation();
  const { number, code } = organisation;
  const { clientId, kid } = standin.newClient({
    organisation: number,
    scopes: SCOPES,
    publicJwk,
    keyPostedDaysAgo: 1,
    ...(fixed && { clientId: fixed.clientId, kid: fixed.kid }),
  });
  const service = `${code}-licences`;
  standin.storeResource({
    ...resourceArgs(service),
    resourceType: "BrokerService",
    status: "Completed",
    hasCompetentAuthority: { organization: number, orgcode: code },
  });
  const letIn = (rules: readonly Rule[]): void => {
    standin.storePolicy(service, renderPolicy({ resourceId: service, rules: [...rules] }));
  };
  letIn([
    {
      subjects: [organization(number, { onBehalfOf: "anyone" })],
      actions: ["read", "write", "publish"],
    },
    { subjects: [serviceOwner(code)], actions: ["subscribe"] },
  ]);
  await register(number);
  standin.setBrokerConfiguration(service, { maxFileTransferSize: 1_073_741_824 });

  const folder = mkdtempSync(join(tmpdir(), "doctor-"));
  folders.push(folder);
  const put = (path: string, content: string | object | undefined): void => {
    const file = join(folder, path);
    rmSync(file, { recursive: true, force: true });
    if (content === undefined) return;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  };
  project(folder, put);
  const env: Record<string, string> = {
    PATH: `${join(folder, "bin")}:/usr/bin:/bin`,
    ALTINN_ENVIRONMENT: "local",
    ALTINN_ORG_NUMBER: number,
    ALTINN_ORG_CODE: code,
    ALTINN_PLATFORM_URL: standin.platformUrl,
    ALTINN_MASKINPORTEN_URL: standin.maskinportenUrl,
    MASKINPORTEN_CLIENT_ID: clientId,
    MASKINPORTEN_JWK: jwkOf(kid),
  };
  const doctor = async (...args: string[]): Promise<Run> => {
    const printed: string[] = [];
    const complained: string[] = [];
    const status = await run({
      args: ["doctor", ...args],
      env,
      cwd: folder,
      print: (line) => void printed.push(line),
      complain: (line) => void complained.push(line),
      waiting: { pauseBetweenTries: () => 0 },
    });
    leaksNothing(env, [...printed, ...complained].join("\n"));
    return { status, printed, complained };
  };
  return {
    standin,
    organisation,
    service,
    clientId,
    env,
    folder,
    put,
    letIn,
    doctor,
    report: async (...args) => {
      const { status, printed, complained } = await doctor("--json", ...args);
      expect(complained).toEqual([]);
      return { status, report: JSON.parse(printed.join("\n")) as Report };
    },
  };
}

/** A project as the README has it. */
function project(folder: string, put: Ground["put"]): void {
  put("Pulumi.yaml", "name: services\nruntime: nodejs\noptions:\n  refresh: always\n");
  put("package.json", { name: "services", main: "index.ts" });
  put("tsconfig.json", { compilerOptions: { types: ["node"] }, files: ["index.ts"] });
  put("index.ts", "");
  for (const name of ["pulumi-altinn-broker", "@pulumi/pulumi", "typescript", "@types/node"]) {
    mkdirSync(dirname(join(folder, "node_modules", name)), { recursive: true });
    symlinkSync(join(root, "node_modules", name), join(folder, "node_modules", name));
  }
  put("bin/pulumi", PULUMI);
  chmodSync(join(folder, "bin", "pulumi"), 0o755);
  put("answers/version", "v3.259.0\n");
  put("answers/config.json", {});
  put("answers/preview.json", { steps: [] });
}

/** Registered in Broker, with its storage ready. */
async function register(number: string): Promise<void> {
  const token = standin.token({ organisation: number, scopes: ["altinn:serviceowner"] });
  const address = `${standin.platformUrl}/broker/api/v1/serviceowner`;
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  await fetch(address, { method: "POST", headers, body: '{"name":"Etaten"}' });
  // Not by moving the clock, which would soon be too far from this machine's.
  standin.altinn.database
    .prepare("UPDATE broker_service_owner SET created = 0, provisioning_from = 0 WHERE id = ?")
    .run(`0192:${number}`);
}

/** No part of the key, and nothing that looks like a token. */
function leaksNothing(env: Readonly<Record<string, string>>, text: string): void {
  const jwk = JSON.parse(env.MASKINPORTEN_JWK?.startsWith("{") ? env.MASKINPORTEN_JWK : "{}") as {
    d?: string;
  };
  if (jwk.d !== undefined) expect(text).not.toContain(jwk.d.slice(0, 12));
  expect(text).not.toMatch(/eyJ[\w-]{8,}/);
}

/** What has something to be done about it. */
export const troubles = ({ checks }: Report): readonly Check[] =>
  checks.filter(({ status, remedy }) => status !== "ok" && remedy !== undefined);

/** The one check that a fault ends in. */
export interface Named {
  readonly status: Check["status"];
  /** Step and id, such as `client/scope`. */
  readonly check: string;
  readonly about?: string;
  readonly seen: RegExp;
  readonly todo: RegExp;
  readonly who: "we" | "Digdir's self-service" | "Altinn";
  readonly code?: string;
}

const EXIT = { ok: 0, warning: 0, failure: 1, "not checked": 3 } as const;

/** That the fault, and nothing that follows from it, is named, with what to do, where, and who can do it. */
export async function names(
  ground: Ground,
  args: readonly string[],
  expected: Named,
): Promise<void> {
  const { status, report } = await ground.report(...args);
  const found = troubles(report).map((check) => ({
    status: check.status,
    check: `${check.step}/${check.id}`,
    about: check.about,
    seen: check.seen,
    todo: check.remedy?.todo,
    who: check.remedy?.who,
    code: check.code,
  }));
  expect(found).toEqual([
    {
      ...expected,
      about: expected.about,
      code: expected.code,
      seen: expect.stringMatching(expected.seen),
      todo: expect.stringMatching(expected.todo),
    },
  ]);
  expect(troubles(report)[0]?.remedy?.where).not.toBe("");
  // What the fault keeps from being asked is not checked, and never ok.
  expect(report.status).toBe(expected.status);
  expect(status).toBe(EXIT[expected.status]);
}
