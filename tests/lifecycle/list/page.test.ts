import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ODDITIES } from "../../../provider/inventory/oddities";
import { startStandin, type Standin } from "../../../standin/start";
import { organization, renderPolicy, role } from "../../../provider/policy";
import { policyFor } from "../../support/policies";
import { shows } from "../../support/shown";
import { root } from "../../support/engine";
import { list, listing, make, withoutKey } from "./ground";
import { openWorld, type World } from "../../support/altinn";

/* What docs/list.md shows is what the command prints. UPDATE_GOLDEN=true writes it there. */

const PAGE = "docs/list.md";
let world: World;
let production: Standin;
let folder: string;

/** The state of a stack, as `pulumi stack export` prints it. */
const PULUMI = `#!/bin/sh
case "$1" in
config) echo '{"altinn:environment":{"value":"local"}}' ;;
stack) cat state.json ;;
esac
`;

beforeAll(async () => {
  world = await openWorld(undefined, {
    organisation: { number: "974761076", code: "skd" },
  });
  production = await startStandin({ environment: "production" });
  await world.context.broker.postServiceOwner("Etaten");
  const { organisation, standin } = world;
  make(world, "skd-invoices");
  make(world, "skd-licences", {
    policy: renderPolicy({
      resourceId: "skd-licences",
      rules: [
        {
          subjects: [
            organization("974761076", { onBehalfOf: "anyone" }),
            organization("889640782", { onBehalfOf: "itself" }),
          ],
          actions: ["write"],
        },
        { subjects: [organization("991825827", { onBehalfOf: "itself" })], actions: ["read"] },
        { subjects: [role("dagl")], actions: ["read", "subscribe"] },
      ],
    }),
  });
  make(world, "skd-former", { document: { status: "Withdrawn", visible: false } });
  make(world, "skd-members", { document: { accessListMode: "Enabled" } });
  make(world, "skd-reports", { policy: null });
  make({ standin: production, organisation }, "skd-licences", { config: null });
  make({ standin: production, organisation }, "skd-reports", {
    config: null,
    policy: policyFor("skd-reports", [organisation.number]),
  });
  expect(standin.requests.length).toBeGreaterThan(0);
  folder = mkdtempSync(join(tmpdir(), "list-"));
  mkdirSync(join(folder, "bin"));
  writeFileSync(join(folder, "bin", "pulumi"), PULUMI);
  chmodSync(join(folder, "bin", "pulumi"), 0o755);
  const type = (kind: string): string => `pulumi-nodejs:dynamic/altinn:${kind}`;
  const resources = ["Resource", "ResourcePolicy", "BrokerResourceConfig"].map((kind) => ({
    type: type(kind),
    id: "skd-licences",
  }));
  resources.push({ type: type("Resource"), id: "skd-invoices" });
  writeFileSync(join(folder, "state.json"), JSON.stringify({ deployment: { resources } }));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await world.close();
  await production.close();
});

const COMMAND = "npx --no altinn-broker list";

const elsewhere = () => ({
  tt02: {
    ALTINN_PLATFORM_URL: production.platformUrl,
    ALTINN_MASKINPORTEN_URL: production.maskinportenUrl,
  },
});

test("without a key", async () => {
  const { printed, status } = await list(withoutKey(world.env));
  expect(status).toBe(1);
  shows(PAGE, COMMAND, printed.join("\n"));
});

test("with a key, of a stack", async () => {
  const env = { ...world.env, PATH: `${join(folder, "bin")}:/usr/bin:/bin` };
  const { printed, status } = await list(env, ["--stack", "local"], { cwd: folder });
  expect(status).toBe(1);
  shows(PAGE, `${COMMAND} --stack local`, printed.join("\n"));
});

test("with who may send and fetch", async () => {
  const { printed } = await list(world.env, ["--access"]);
  shows(PAGE, `${COMMAND} --access`, printed.join("\n"));
  const { listing: found } = await listing(world.env, ["--access"]);
  const licences = found.services.find(({ identifier }) => identifier === "skd-licences");
  shows(PAGE, "access of one of services", JSON.stringify(licences?.access, undefined, 2));
});

test("of two environments", async () => {
  const args = ["--environment", "local", "--environment", "tt02"];
  const { printed } = await list(world.env, args, { elsewhere: elsewhere() });
  shows(PAGE, `${COMMAND} ${args.join(" ")}`, printed.join("\n"));
});

test("one service in JSON, and every member and oddity has its row", async () => {
  const { listing: found } = await listing(world.env);
  shows(PAGE, "one of services", JSON.stringify(found.services[0], undefined, 2));
  const page = readFileSync(join(root, PAGE), "utf8");
  for (const name of [...Object.keys(found), ...Object.keys(found.services[0] ?? {})])
    expect(page).toContain(`\`${name}\``);
  for (const [code, text] of Object.entries(ODDITIES)) {
    expect(page).toContain(`\`${code}\``);
    expect(page.replaceAll(/\s+/g, " ")).toContain(text);
  }
});
