import { execFile, spawn, type ChildProcess } from "node:child_process";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { contextOf } from "../../provider/lifecycles";
import type { Context } from "../../provider/resources/lifecycle";
import { readSettings } from "../../provider/settings";
import { engine, root, type EngineRun } from "../support/engine";
import { blocksOf, type Block } from "../docs/markdown";

/*
 * A stranger: from an empty folder, outside the checkout, by README's own blocks in their order, to a service on the embedded
 * Altinn. Blocks with a file's name are written, shell blocks are run in one shell session; only the two packages of this
 * repository come from tarballs.
 */

const FIRST = "Your own repository";
const OWN_TERMINAL = "in a terminal of its own";
const SAMPLE = "pulumi preview --diff";
const identifier = "ttd-licences";
const changed = { before: "974761076", after: "889640782" };

const readme = blocksOf("README.md");
const blocks = readme.slice(readme.findIndex(({ heading }) => heading === FIRST));
const isFile = ({ title }: Block): boolean => /^[\w.-]*\.\w+$/.test(title ?? "");
const isShell = ({ language }: Block): boolean => language === "sh";

let parent: string;
let folder: string;
let tarballs: ReadonlyMap<string, string>;
let standin: ChildProcess | undefined;
let sample = "";
let last: EngineRun;

/** What a person's shell has, and the engine on PATH. What `npm test` adds for its own scripts is left out. */
const personal = (): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(
    Object.entries(engine().env).filter(([name]) => !/^npm_|^INIT_CWD$|^NODE_OPTIONS$/i.test(name)),
  ),
  TMPDIR: parent,
  npm_config_audit: "false",
  npm_config_fetch_retries: "5",
  npm_config_fund: "false",
  npm_config_prefer_offline: "true",
});

const run = (program: string, args: readonly string[], cwd: string): Promise<EngineRun> =>
  new Promise((resolve) => {
    const options = { cwd, env: personal(), maxBuffer: 64 * 1024 * 1024 };
    execFile(program, args, options, (error, stdout, stderr) => {
      resolve({ status: error ? Number(error.code ?? 1) : 0, output: stdout + stderr });
    });
  });

/** Runs a block where the last one left off: in the same folder, with the variables that are exported by now. */
async function inSession(text: string): Promise<EngineRun> {
  const session = join(parent, "session");
  const before = existsSync(session) ? `. "${session}"\n` : "";
  const script = `set -e\n${before}${text}\nexport -p > "${session}"\n`;
  return run("bash", ["-c", script], folder);
}

const fromTarballs = (text: string): string =>
  text.replace(/^npm install .*$/gm, (line) =>
    line.replace(/\S+/g, (word) => tarballs.get(word) ?? word),
  );

async function pack(workspace: string): Promise<[string, string]> {
  const target = mkdtempSync(join(parent, "pack-"));
  await run(
    "npm",
    ["pack", "--ignore-scripts", "--silent", "--pack-destination", target],
    workspace,
  );
  const { name } = JSON.parse(readFileSync(join(workspace, "package.json"), "utf8")) as {
    name: string;
  };
  return [name, join(target, readdirSync(target)[0] ?? "")];
}

/** Leaves the block's command running, once it has told all that it prints at its start. */
function leaveRunning(text: string): Promise<void> {
  const options = { cwd: folder, env: personal(), detached: true };
  const child = spawn("bash", ["-c", text], options);
  standin = child;
  return new Promise((resolve, reject) => {
    let output = "";
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      if (output.includes("Ctrl-C")) resolve();
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.on("exit", () => {
      reject(new Error(output));
    });
  });
}

/** The lines of the map `access` in a preview, as they stand. */
function accessLines(output: string): string {
  const lines = output.split("\n");
  const start = lines.findIndex((line) => /^ *~ access *: \{$/.test(line));
  const indent = (lines[start] ?? "").search(/\S/);
  const length = lines.slice(start).findIndex((line) => line === `${" ".repeat(indent + 2)}}`);
  return `${lines.slice(start, start + length + 1).join("\n")}\n`;
}

/** The preview that the sample in README is of; the program is as it was afterwards. */
async function changedPreview(): Promise<string> {
  const program = join(folder, "index.ts");
  const text = readFileSync(program, "utf8");
  writeFileSync(program, text.replace(changed.before, changed.after));
  const { output } = await inSession("pulumi preview --diff --non-interactive");
  writeFileSync(program, text);
  return output;
}

function contextOfSession(): Context {
  const text = readFileSync(join(folder, "altinn.env"), "utf8");
  const env = Object.fromEntries(
    [...text.matchAll(/^(\w+)='?(.*?)'?$/gm)].map(([, name = "", value = ""]) => [name, value]),
  );
  const { settings, problems } = readSettings({ get: () => undefined }, env);
  if (!settings) throw new Error(problems.join(" "));
  return contextOf(settings);
}

beforeAll(async () => {
  parent = mkdtempSync(join(realpathSync(tmpdir()), "stranger-"));
  folder = mkdtempSync(join(parent, "ops-"));
  tarballs = new Map([await pack(root), await pack(join(root, "standin"))]);
  for (const block of blocks) {
    if (isFile(block)) writeFileSync(join(folder, block.title ?? ""), block.text);
    else if (block.title === OWN_TERMINAL) await leaveRunning(block.text);
    else if (block.title === SAMPLE) sample = await changedPreview();
    else if (isShell(block)) {
      last = await inSession(fromTarballs(block.text));
      if (last.status !== 0) throw new Error(`README, line ${String(block.line)}:\n${last.output}`);
    }
  }
}, 300_000);

afterAll(() => {
  if (standin?.pid !== undefined && standin.exitCode === null)
    process.kill(-standin.pid, "SIGTERM");
  rmSync(parent, { recursive: true, force: true });
});

test("every block of README is a file, a command or the sample of a preview", () => {
  const others = blocks.filter(
    (block) => !isFile(block) && !isShell(block) && block.title !== SAMPLE,
  );
  expect(others).toEqual([]);
  expect(blocks.filter(isFile).map(({ title }) => title)).toEqual(
    expect.arrayContaining([
      "package.json",
      "tsconfig.json",
      "Pulumi.yaml",
      ".gitignore",
      "index.ts",
    ]),
  );
});

test("a stranger who follows README has a configured service on the embedded Altinn", async () => {
  const { registry, broker } = contextOfSession();
  expect(await registry.getResource(identifier)).toMatchObject({ identifier, status: "Completed" });
  expect(await registry.getPolicy(identifier)).toContain(changed.before);
  expect(await broker.getServiceOwner()).toMatchObject({ name: "Testdepartementet" });
  expect(await broker.getConfig(identifier)).toMatchObject({
    maxFileTransferSize: 1_073_741_824,
    fileTransferTimeToLive: "P30D",
  });
});

test("and previews of it find nothing to do", async () => {
  const { status, output } = await inSession(
    "pulumi preview --expect-no-changes --stack local --non-interactive",
  );
  expect([status, output]).toEqual([0, expect.stringMatching(/5 unchanged/)]);
});

test("the sample of a preview is what the engine prints for the change that README tells of", () => {
  const block = blocks.find(({ title }) => title === SAMPLE);
  expect(accessLines(sample)).toBe(block?.text);
  const told = readFileSync(join(root, "README.md"), "utf8");
  expect(told).toContain(`write \`${changed.after}\` for \`${changed.before}\``);
});

test("what the try-out leaves behind is not committed, keys and packages least of all", async () => {
  const { status, output } = await run("git", ["init", "--quiet"], folder);
  expect([status, output]).toEqual([0, ""]);
  const { output: files } = await run("git", ["status", "--porcelain", "-uall"], folder);
  expect(files.trimEnd().split("\n")).toEqual(
    [
      ".gitignore",
      ...["local", "test", "tt02"].map((stack) => `Pulumi.${stack}.yaml`),
      ...["Pulumi.yaml", "index.ts", "package-lock.json", "package.json"],
      ...["service.test.mjs", "tsconfig.json"],
    ].map((file) => `?? ${file}`),
  );
});

test("the program compiles with the tsconfig that README gives", async () => {
  const { status, output } = await inSession("npx tsc");
  expect([status, output]).toEqual([0, ""]);
});
