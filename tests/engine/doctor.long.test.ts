import { delimiter, dirname } from "node:path";
import type { Report } from "../../provider/checks/report";
import { run } from "../../provider/cli/program";
import { engine } from "../support/engine";
import { openEngineWorld, type EngineWorld } from "../support/engine-world";
import { resourceArgs } from "../support/resources";

/* `doctor --stack` with the real CLI: settings from the stack's configuration, services from a preview. */

let world: EngineWorld;
beforeAll(async () => {
  world = await openEngineWorld();
});
afterAll(() => world.close());

async function doctor(
  more: Record<string, string> = {},
): Promise<{ readonly exit: number; readonly report: Report }> {
  const env = world.workspace.environment(more);
  const printed: string[] = [];
  const exit = await run({
    args: ["doctor", "--json", "--stack", world.workspace.stack],
    env: { ...env, PATH: `${dirname(engine().pulumi)}${delimiter}${env.PATH ?? ""}` },
    cwd: world.workspace.folder,
    print: (line) => void printed.push(line),
    complain: (line) => void printed.push(line),
  });
  return { exit, report: JSON.parse(printed.join("\n")) as Report };
}

const wrong = ({ report: { checks } }: { readonly report: Report }): string[] =>
  checks.filter(({ status }) => status !== "ok").map(({ seen }) => seen);

test("before the first `up`, and after it with the key in the stack", async () => {
  const { workspace, organisation, standin, env } = world;
  const id = `${organisation.code}-licences`;
  const { number, code } = organisation;
  workspace.program(`
const owner = new altinn.ServiceOwner("owner", { name: "Etaten" });
const licences = new altinn.Resource("licences", ${JSON.stringify(resourceArgs(id))});
const access = new altinn.ResourcePolicy("licences", { resourceId: licences.identifier, rules: [
  { subjects: [altinn.organization("${number}", { onBehalfOf: "anyone" })], actions: ["read", "write", "publish"] },
  { subjects: [altinn.serviceOwner("${code}")], actions: ["subscribe"] },
] });
new altinn.BrokerResourceConfig("licences", { resourceId: licences.identifier }, { dependsOn: [owner, access] });
`);
  const before = await doctor();
  expect(wrong(before)).toEqual([]);
  expect(before).toMatchObject({ exit: 0, report: { environment: "local", services: [id] } });
  expect(
    before.report.checks.filter(({ seen }) => seen.includes("the next `pulumi up`")),
  ).toHaveLength(4);

  expect((await workspace.up()).status).toBe(0);
  const { MASKINPORTEN_JWK: jwk = "", MASKINPORTEN_CLIENT_ID: client = "" } = env;
  const stack = ["--stack", workspace.stack];
  await workspace.run(["config", "set", "altinn:clientId", client, ...stack]);
  await workspace.run(["config", "set", "--secret", "altinn:jwk", jwk, ...stack]);
  const since = standin.requests.length;
  const after = await doctor({ MASKINPORTEN_JWK: "", MASKINPORTEN_CLIENT_ID: "" });
  expect(after.exit).toBe(0);
  expect(wrong(after)).toEqual([expect.stringMatching(/from altinn:jwk\. Pulumi hands a refresh/)]);
  const configured = after.report.checks.find(({ id: of }) => of === "configured");
  expect(configured?.seen).toMatch(/^Configured: /);
  const written = standin.requests
    .slice(since)
    .filter(({ method, path }) => method !== "GET" && path !== "/token");
  expect(written).toEqual([]);
});

test("a program that does not run, and a stack that is not there", async () => {
  const { workspace } = world;
  workspace.program("throw new Error('half written');");
  const broken = await doctor();
  expect(broken.exit).toBe(3);
  expect(broken.report.checks.find(({ id }) => id === "program")?.seen).toContain("half written");

  workspace.program("");
  Object.defineProperty(workspace, "stack", { value: "nowhere" });
  const { checks } = (await doctor()).report;
  expect(checks.find(({ id }) => id === "stack")?.seen).toBe(
    "The project has no stack nowhere; it has test.",
  );
});
