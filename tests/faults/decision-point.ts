import { spawn } from "node:child_process";
import { join } from "node:path";
import { contextOf } from "../../provider/lifecycles";
import { organization, renderPolicy } from "../../provider/policy";
import type { SeenRequest } from "../../standin/server/requests";
import { startStandin, type Standin } from "../../standin/start";
import { newClientKey, newOwnerOn, secretsOf, settingsOf } from "../lifecycle/scenarios/ground";
import { resourceArgs } from "../support/resources";
import type { Result } from "./result";

/*
 * Altinn's decision point is down: Broker then answers to transfers as it does where a right is missing. The smoke check, as
 * a process of its own, meets this from each of its calls of a transfer on, and must say which of the two it may be.
 */

const RESOURCE = "faults-smoke";
const BINARY = join(process.cwd(), "provider", "cli", "bin.js");
const TRANSFERS = /^\/broker\/api\/v1\/filetransfer/i;
const REFUSED = {
  status: 401,
  headers: { "content-type": "application/problem+json" },
  body: JSON.stringify({
    status: 401,
    code: "BRO-00006",
    detail:
      "You must use a bearer token that represents a system user with access to the resource in the Resource Rights Registry",
  }),
};
const VERIFIED = /^verified: /m;
/** A right that is missing, another cause that is as likely, or why there is none but a change that does not count yet. */
const SAYS_BOTH =
  /(?:gives it no|\bor\b).*decision point is down|decision point is down.*(?:or policy or configuration have just been changed|A changed policy counts within)/;
const WAY_OUT = /\b(?:Wait|run the check again|add a rule|counts within ten minutes)\b/;

interface Service {
  readonly standin: Standin;
  readonly secrets: readonly string[];
  check(): Promise<{ readonly status: number; readonly text: string }>;
  readonly calls: () => readonly SeenRequest[];
  close(): Promise<void>;
}

async function openService(): Promise<Service> {
  const standin = await startStandin({ environment: "staging" });
  const key = newClientKey();
  const owner = newOwnerOn(standin, key);
  const { number, code } = owner;
  const document = { ...resourceArgs(RESOURCE), resourceType: "BrokerService" };
  const hasCompetentAuthority = { organization: number, orgcode: code };
  standin.storeResource({ ...document, status: "Completed", hasCompetentAuthority });
  const subjects = [organization(number, { onBehalfOf: "itself" as const })];
  const rules = [{ subjects, actions: ["read" as const, "write" as const] }];
  standin.storePolicy(RESOURCE, renderPolicy({ resourceId: RESOURCE, rules }));
  await contextOf(settingsOf(owner.env), owner.asked).broker.postServiceOwner("Etaten");
  standin.setBrokerConfiguration(RESOURCE, {});
  standin.setStorageProvider(number, "AltinnAzure", "Ready");
  return {
    standin,
    secrets: secretsOf(key),
    calls: () =>
      standin.requests.filter(({ server, path }) => server === "platform" && TRANSFERS.test(path)),
    check: () => checked(owner.env),
    close: () => standin.close(),
  };
}

const checked = (
  env: Readonly<Record<string, string>>,
): Promise<{ readonly status: number; readonly text: string }> =>
  new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [BINARY, "smoke", "--resource", RESOURCE, "--bytes", "100"],
      { env: { ...env, PATH: process.env.PATH }, stdio: ["ignore", "pipe", "pipe"] },
    );
    let text = "";
    const add = (chunk: Buffer): void => void (text += chunk.toString("utf8"));
    child.stdout.on("data", add);
    child.stderr.on("data", add);
    child.once("error", reject);
    child.once("close", (status) => resolve({ status: status ?? -1, text }));
  });

/** One row for each call of a transfer, in order; `wanted` says of a title whether its row is. */
export async function decisionPointRows(
  wanted: (title: string) => boolean,
): Promise<{ readonly results: readonly Result[]; readonly calls: number }> {
  const service = await openService();
  try {
    const clean = await service.check();
    if (clean.status !== 0 || !VERIFIED.test(clean.text))
      throw new Error(`the smoke check without trouble: ${clean.text}`);
    const stages = stagesOf(service.calls());
    const results: Result[] = [];
    for (const [at, stage] of stages.entries()) {
      const title = `Broker smoke: call ${String(at + 1)}, ${stage}: decision point down, standing`;
      if (wanted(title)) results.push(await rowOf(service, at, stage, title));
    }
    return { results, calls: stages.length };
  } finally {
    await service.close();
  }
}

/** How often a transfer is looked at while it is scanned depends on time: such looks are one stage. */
const stagesOf = (calls: readonly SeenRequest[]): string[] =>
  calls.map(purposeOf).filter((purpose, at, all) => purpose !== all[at - 1]);

async function rowOf(service: Service, at: number, stage: string, title: string): Promise<Result> {
  const { standin } = service;
  const before = service.calls().length;
  const here = (): SeenRequest[] => service.calls().slice(before);
  const [method = "", path = ""] = stage.split(" ");
  const matcher = {
    method,
    path: new RegExp(`^${path.replace("{id}", "[0-9a-f-]{36}")}(?:\\?|$)`),
  };
  const down = (what: typeof matcher): void => standin.failNext(what, REFUSED, { standing: true });
  if (at === 0) down(matcher);
  const begins = (): void => {
    const stages = stagesOf(here());
    if (stages.length === at) down(matcher);
    if (stages.length > at) standin.failNext({ path: TRANSFERS }, REFUSED, { standing: true });
  };
  standin.after({ path: TRANSFERS }, begins, { standing: true });
  const { status, text } = await service.check();
  const met = here().some(({ status: answered }) => answered === REFUSED.status);
  standin.clearFaults();
  const after = await service.check();
  const problems = [
    met ? "" : "no call met it",
    status === 1 ? "" : `the exit status is ${String(status)}`,
    SAYS_BOTH.test(text) ? "" : "it does not say which of the two it may be",
    /was 401 \(BRO-00006/.test(text) ? "" : "it does not tell Broker's answer",
    WAY_OUT.test(text) ? "" : "it shows no way out",
    secretsIn(service, text) ? "it holds a secret" : "",
    after.status === 0 ? "" : `the next check fails: ${after.text}`,
  ].filter((problem) => problem !== "");
  const found = problems.length > 0 ? [...problems, `it said: ${text}`] : [];
  const is = found.length > 0 ? "wrong" : "failed as it should";
  return { kind: "Broker", operation: "smoke", title, is, problems: found };
}

const secretsIn = ({ standin, secrets }: Service, text: string): boolean =>
  [
    ...secrets,
    ...standin.requests.flatMap(({ assertion, issuedToken, authorization }) => [
      assertion,
      issuedToken,
      authorization?.replace("Bearer ", ""),
    ]),
  ].some((secret) => secret && text.includes(secret));

const purposeOf = ({ method, path }: SeenRequest): string =>
  `${method} ${path.split("?")[0]?.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, "{id}") ?? ""}`;
