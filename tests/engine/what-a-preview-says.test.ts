import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { organization, renderPolicy, role, type Rule } from "../../provider/policy";
import { root, settled, type EngineRun } from "../support/engine";
import { openEngineWorld, type EngineWorld } from "../support/engine-world";
import { resourceArgs } from "../support/resources";

/*
 * The page docs/what-a-preview-says.md: plain `pulumi preview` and `pulumi up` for what happens most. Its blocks are what the
 * engine printed here, with the organisation named as in the docs. UPDATE_GOLDEN=true writes them.
 */

const PAGE = join(root, "docs", "what-a-preview-says.md");
const ID = "licences";
const SENDER = organization("974761076", { onBehalfOf: "itself" });
const NEWCOMER = organization("889640782", { onBehalfOf: "itself" });

interface Program {
  readonly id?: string;
  readonly resource?: Record<string, unknown>;
  readonly rules?: readonly Rule[];
  readonly config?: Record<string, unknown>;
  readonly has?: readonly ("resource" | "policy" | "config")[];
}

const READERS: Rule = { subjects: [role("dagl")], actions: ["read"] };
const USUAL: readonly Rule[] = [{ subjects: [SENDER], actions: ["write"] }, READERS];

let world: EngineWorld;
const worlds: EngineWorld[] = [];
afterAll(async () => {
  for (const each of worlds) await each.close();
});

const identifier = (id: string): string => `${world.organisation.code}-${id}`;

const argsOf = ({ id = ID, resource = {} }: Program): Record<string, unknown> =>
  resourceArgs(identifier(id), resource);

function write(program: Program, adopt = false): void {
  const { rules = USUAL, config = {}, has = ["resource", "policy", "config"] } = program;
  const more = adopt ? ", adopt: true" : "";
  const resource = JSON.stringify(argsOf(program)).slice(0, -1);
  const text = (part: string, statement: string): string =>
    has.includes(part as "resource") ? statement : "";
  world.workspace.program(`
const owner = new altinn.ServiceOwner("owner", { name: "Testdepartementet" });
const id = ${JSON.stringify(identifier(program.id ?? ID))};
${text("resource", `const licences = new altinn.Resource("licences", ${resource}${more} }, { dependsOn: [owner] });`)}
${text("policy", `const access = new altinn.ResourcePolicy("licences", { resourceId: licences.identifier, rules: ${JSON.stringify(rules)}, acknowledge: ["missing-action"]${more} });`)}
${text("config", `new altinn.BrokerResourceConfig("licences", { resourceId: licences.identifier, ...${JSON.stringify({ fileTransferTimeToLive: "P30D", ...config })}${more} }, { dependsOn: [owner, access] });`)}
`);
}

/** What a service of the program looks like at Altinn, made without Pulumi. */
async function madeByHand(program: Program): Promise<void> {
  const { registry, broker } = world.context;
  const id = identifier(program.id ?? ID);
  const { number: organization, code: orgcode } = world.organisation;
  await registry.postResource({
    ...argsOf(program),
    resourceType: "BrokerService",
    status: "Completed",
    hasCompetentAuthority: { organization, orgcode, name: {} },
  } as never);
  await registry.putPolicy(
    id,
    renderPolicy({ resourceId: id, rules: [...(program.rules ?? USUAL)] }),
  );
  await broker.putConfig(id, { fileTransferTimeToLive: "P30D", ...program.config });
}

const ROW = /^\s*(\S*)\s+pulumi-nodejs:dynamic\/altinn:(\w+) (\S+) ?(.*)$/;
/** Rows of what is under way, and rows that repeat a line of the diagnostics. */
const PASSING =
  /^(?:refresh|creating|updating|deleting|replacing|discarding)|\b(?:note|warning|error)\b|access (?:given|taken): |taken over: |stays: /;
const KINDS = ["ServiceOwner", "Resource", "ResourcePolicy", "BrokerResourceConfig"];

/** The diagnostics of the stack first: the engine has them in the order of time. */
const stackFirst = (text: string): string =>
  text.replace(/(?<=^Diagnostics:\n)[^]*?(?=\n\n\w)/m, (blocks) =>
    blocks
      .split("\n\n")
      .sort(
        (a, b) =>
          Number(!a.includes("pulumi:pulumi:Stack")) - Number(!b.includes("pulumi:pulumi:Stack")),
      )
      .join("\n\n"),
  );

/** The rows as a terminal ends with, the diagnostics and the sums. */
function shown({ output }: EngineRun): string {
  const text = settled(output)
    .replaceAll(world.organisation.number, "991825827")
    .replaceAll(world.organisation.code, "ttd");
  const lines = text.split("\n");
  const at = lines.findIndex((line) => /^(?:Diagnostics|Resources|Outputs):/.test(line));
  const rows = new Map<string, string>();
  for (const line of lines.slice(0, at)) {
    const [, op = "", type = "", name = "", what = ""] = ROW.exec(line) ?? [];
    const done = what.replace(/ \(TIME\)/, "");
    if (type === "" || PASSING.test(done)) continue;
    const step = `${op.padEnd(2)} altinn:${type} ${name} ${done}`.trimEnd();
    rows.set(`${String(KINDS.indexOf(type))}${op}`, op === "" ? `   altinn:${type} ${name}` : step);
  }
  const rest = lines
    .slice(at)
    .join("\n")
    .replace(/\nDuration:[^]*$/, "")
    .replaceAll("(test-test)", "(broker-tt02)")
    .trimEnd();
  const sorted = [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  return [...sorted, "", stackFirst(rest)].join("\n").replace(/^\n+/, "");
}

/** The blocks of the page, by the word after the fence. */
const found = new Map<string, string>();

async function preview(name: string): Promise<EngineRun> {
  const run = await world.workspace.preview();
  found.set(`${name}-preview`, shown(run));
  return run;
}

async function previewAndUp(name: string): Promise<void> {
  expect((await preview(name)).status).toBe(0);
  const run = await world.workspace.up();
  found.set(`${name}-up`, shown(run));
  expect(run.status).toBe(0);
}

test("a new service", async () => {
  worlds.push((world = await openEngineWorld()));
  write({});
  await previewAndUp("new");
});

test("a service that differs is taken over with adopt alone", async () => {
  worlds.push((world = await openEngineWorld()));
  await world.context.broker.postServiceOwner("Testdepartementet");
  await madeByHand({
    resource: { homepage: "https://old.example.no" },
    rules: [...USUAL, { subjects: [NEWCOMER], actions: ["write"] }],
    config: { fileTransferTimeToLive: "P7D" },
  });
  write({});
  expect((await preview("different")).status).not.toBe(0);
  write({}, true);
  await previewAndUp("adopted");
});

test("a service that equals the program is taken over, and then nothing changes", async () => {
  worlds.push((world = await openEngineWorld()));
  await world.context.broker.postServiceOwner("Testdepartementet");
  await madeByHand({});
  write({});
  const since = world.standin.requests.length;
  await previewAndUp("equal");
  const writes = world.standin.requests
    .slice(since)
    .filter(({ method, path }) => method !== "GET" && path !== "/token");
  expect(writes.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  await previewAndUp("unchanged");
});

test("its access changes, by the program", async () => {
  write({ rules: [...USUAL, { subjects: [NEWCOMER], actions: ["write"] }] });
  await previewAndUp("widened");
  write({});
  await previewAndUp("narrowed");
});

test("its access changes at Altinn", async () => {
  const id = identifier(ID);
  const stored = (rules: readonly Rule[]) =>
    world.standin.storePolicy(id, renderPolicy({ resourceId: id, rules: [...rules] }));
  stored([...USUAL, { subjects: [NEWCOMER], actions: ["read"] }]);
  await previewAndUp("opened");
  stored([READERS]);
  await previewAndUp("closed");
});

test("its identifier changes, and it leaves the program", async () => {
  write({ id: "licences-2" });
  await previewAndUp("renamed");
  write({ has: [] });
  await previewAndUp("removed");
});

test("the page shows what was printed", () => {
  const page = readFileSync(PAGE, "utf8");
  const blocks = /^(```text )([\w-]+)\n[^]*?^```$/gm;
  const written = page.replace(blocks, (_block, fence: string, name: string) => {
    const text = found.get(name);
    if (text === undefined) throw new Error(`nothing was printed for ${name}`);
    found.delete(name);
    return `${fence}${name}\n${text}\n\`\`\``;
  });
  if (process.env.UPDATE_GOLDEN === "true") writeFileSync(PAGE, written);
  expect([...found.keys()].filter((name) => !SAME.has(name))).toEqual([]);
  expect(written).toBe(page);
});

/** Runs that print what the preview has shown, with the steps done. */
const SAME: ReadonlySet<string> = new Set([
  "new-up",
  "equal-up",
  "unchanged-up",
  "widened-up",
  "narrowed-up",
  "opened-up",
  "closed-up",
  "renamed-up",
]);
