import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "../support/engine";

/* The black-box suite that says how the real servers answer, against the built stand-in. */

const SUITES = "broker,broker-filetransfer,resource-registry,access-lists,tokens";
/** Cases that are for other environments; each says so itself. */
const SKIPPED = { staging: 8, production: 21, development: 28 };

const copy = join(__dirname, "suite");
const shared = process.env.ALTINN_SHARED_DIR && join(process.env.ALTINN_SHARED_DIR, "contract");

let folder: string;
beforeAll(() => {
  const parent = join(root, ".local", "tests");
  mkdirSync(parent, { recursive: true });
  folder = mkdtempSync(join(parent, "contract-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

type Report = readonly { readonly id: string; readonly result: string; readonly why?: string }[];

function run(
  suite: string,
  environment: string,
): Promise<{ status: number; output: string; report: Report }> {
  const file = join(folder, `${environment}.json`);
  const args = [
    join(suite, "run.mjs"),
    "--suite",
    SUITES,
    "--target",
    join(__dirname, "target.mjs"),
    "--environment",
    environment,
    "--json",
    file,
    "--quiet",
  ];
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      args,
      { cwd: root, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        if (!existsSync(file)) {
          reject(new Error(`the suite made no report for ${environment}:\n${stdout}${stderr}`));
          return;
        }
        const report = JSON.parse(readFileSync(file, "utf8")) as Report;
        resolve({ status: error ? Number(error.code ?? 1) : 0, output: stdout + stderr, report });
      },
    );
  });
}

/** Every file below a folder, as text by relative path. */
const filesOf = (of: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(of, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => [file.slice(of.length), readFileSync(file, "utf8")]),
  );

function suites(): string[] {
  if (!shared || !existsSync(shared)) return [copy];
  const same = JSON.stringify(filesOf(shared)) === JSON.stringify(filesOf(copy));
  if (same) return [copy];
  console.warn(
    "tests/contract/suite differs from the shared contract suite; both are run. Take it over with: npm run contract:update",
  );
  return [copy, shared];
}

describe.each(suites())("%s", (suite) => {
  // The cases mostly wait for what takes time at the real servers, so the environments run beside each other.
  const runs = new Map<string, ReturnType<typeof run>>();
  beforeAll(() => {
    for (const environment of Object.keys(SKIPPED)) runs.set(environment, run(suite, environment));
  });

  test.each(Object.entries(SKIPPED))(
    "%s: no case fails, and only cases for other environments are left out",
    async (environment, skipped) => {
      const done = await runs.get(environment);
      expect([done?.status, done?.output]).toEqual([
        0,
        expect.stringMatching(/\d+ passed, 0 failed, \d+ skipped/),
      ]);
      const left = (done?.report ?? []).filter(({ result }) => result === "skipped");
      expect(left.filter(({ why }) => !why?.startsWith("only in"))).toEqual([]);
      expect(left).toHaveLength(skipped);
    },
    400_000,
  );
});
