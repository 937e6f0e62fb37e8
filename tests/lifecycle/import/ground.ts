import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../../provider/cli/program";
import type { ImportReport } from "../../../provider/import/report";

/** What a run of the command ended with. */
export interface Run {
  readonly status: number;
  readonly printed: readonly string[];
  readonly complained: readonly string[];
}

const folders: string[] = [];

/** An empty folder that is gone after the test file. */
export function newFolder(name = "broker-services"): string {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  folders.push(folder);
  return folder;
}
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

export async function importInto(
  folder: string,
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Promise<Run> {
  const printed: string[] = [];
  const complained: string[] = [];
  const status = await run({
    args: ["import", ...args],
    env,
    cwd: folder,
    print: (line) => void printed.push(line),
    complain: (line) => void complained.push(line),
    waiting: { pauseBetweenTries: () => 0 },
  });
  expect([...printed, ...complained].join("\n")).not.toMatch(/eyJ[\w-]{8,}/);
  return { status, printed, complained };
}

export async function reported(
  folder: string,
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Promise<{ readonly status: number; readonly report: ImportReport }> {
  const { status, printed, complained } = await importInto(folder, env, ["--json", ...args]);
  expect(complained).toEqual([]);
  return { status, report: JSON.parse(printed.join("\n")) as ImportReport };
}

/**
 * A `pulumi` that has these stacks, each with what `config` says, and of those in `managed` the ids in state by kind; the folder
 * that it is in, for PATH.
 */
export function fakePulumi(
  stacks: Readonly<Record<string, object>>,
  managed: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {},
): string {
  const bin = newFolder("bin");
  const states = Object.entries(managed).map(([stack, kinds]) => {
    const resources = Object.entries(kinds).flatMap(([kind, ids]) =>
      ids.map((id) => ({ type: `pulumi-nodejs:dynamic/altinn:${kind}`, id })),
    );
    return `"stack export --stack ${stack} "*) echo '${JSON.stringify({ deployment: { resources } })}' ;;`;
  });
  const cases = Object.entries(stacks).map(([stack, config]) => {
    const values = Object.entries(config).map(([key, value]) => [key, { value: String(value) }]);
    return `*"--stack ${stack} "*) echo '${JSON.stringify(Object.fromEntries(values))}' ;;`;
  });
  const listed = JSON.stringify(Object.keys(stacks).map((name) => ({ name })));
  cases.push(`"stack ls "*) echo '${listed}' ;;`);
  const script = `#!/bin/sh\ncase "$* " in\n${[...states, ...cases].join("\n")}\n*) echo "error: no stack" >&2; exit 255 ;;\nesac\n`;
  writeFileSync(join(bin, "pulumi"), script, { mode: 0o755 });
  return bin;
}

/** Texts of all files by path, but the memory's. */
export function filesIn(folder: string): Record<string, string> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== ".altinn-import.json")
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    paths.sort().map((path) => [path.slice(folder.length + 1), readFileSync(path, "utf8")]),
  );
}
