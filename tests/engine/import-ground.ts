import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { run } from "../../provider/cli/program";
import type { ImportReport } from "../../provider/import/report";
import type { World } from "../support/altinn";
import { engine, said, settled, Workspace, type EngineRun } from "../support/engine";

/** A Pulumi project in TypeScript, as the README has it, with a stack for each world. */
export async function openProject(stacks: Readonly<Record<string, World>>): Promise<Workspace> {
  const workspace = new Workspace({});
  const put = (path: string, text: string): void => {
    writeFileSync(join(workspace.folder, path), text);
  };
  put("Pulumi.yaml", "name: test\nruntime: nodejs\noptions:\n  refresh: always\n");
  put("package.json", JSON.stringify({ name: "test", private: true, main: "index.ts" }));
  const compilerOptions = {
    target: "es2022",
    module: "nodenext",
    moduleResolution: "nodenext",
    types: ["node"],
    strict: true,
    skipLibCheck: true,
    noEmit: true,
  };
  put("tsconfig.json", JSON.stringify({ compilerOptions, files: ["index.ts"] }));
  for (const [stack, world] of Object.entries(stacks)) {
    const { status, output } = await workspace.run(["stack", "init", stack], world.env);
    expect([status, status === 0 ? "" : output]).toEqual([0, ""]);
  }
  return workspace;
}

/** `altinn-broker import --stack STACK`. */
export async function imported(
  workspace: Workspace,
  world: World,
  args: readonly string[],
): Promise<ImportReport> {
  const printed: string[] = [];
  const complained: string[] = [];
  const path = `${dirname(engine().pulumi)}:${process.env.PATH ?? ""}`;
  await run({
    args: ["import", "--json", ...args],
    env: { ...workspace.environment(world.env), PATH: path },
    cwd: workspace.folder,
    print: (line) => void printed.push(line),
    complain: (line) => void complained.push(line),
  });
  expect(complained).toEqual([]);
  return JSON.parse(printed.join("\n")) as ImportReport;
}

const EQUAL =
  /^taken over: .*: exists and is (?:equal to the program|taken over as it is): nothing is written\.$/;

/** How many resources of which step a plain preview plans. */
function planned({ output }: EngineRun): Record<string, number> {
  const found = settled(output).matchAll(/^\s+[+~-]* ?(\d+) (to \w+|unchanged)/gm);
  return Object.fromEntries([...found].map(([, count, what]) => [what, Number(count)]));
}

const well = ({ status, output }: EngineRun): void => {
  expect([status, status === 0 ? "" : output]).toEqual([0, ""]);
};

/** What a stack took over: each planned create is one, nothing is written at Altinn, and nothing changes any more. */
export async function takesOver(
  workspace: Workspace,
  stack: string,
  { env, standin }: World,
): Promise<{ readonly takenOver: number; readonly writes: number }> {
  const since = standin.requests.length;
  const preview = await workspace.run(["preview", "--stack", stack], env);
  well(preview);
  const lines = said(preview).filter((line) => line.startsWith("taken over: "));
  expect(lines.filter((line) => !EQUAL.test(line))).toEqual([]);
  // One more is the stack itself.
  expect(planned(preview)).toEqual({ "to create": lines.length + 1 });
  well(await workspace.run(["up", "--yes", "--skip-preview", "--stack", stack], env));
  well(await workspace.run(["preview", "--expect-no-changes", "--stack", stack], env));
  const writes = standin.requests
    .slice(since)
    .filter(({ method, path }) => method !== "GET" && path !== "/token");
  expect(writes.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  return { takenOver: lines.length, writes: writes.length };
}

/** Counts and reasons, a line each. */
export const told = (
  stack: string,
  report: ImportReport,
  { takenOver, writes }: { readonly takenOver: number; readonly writes: number },
): string[] => [
  `${stack}: ${String(takenOver)} taken over (${String(report.services.length)} services, ${String(report.policies.rules)} policies as rules and ${String(report.policies.xml)} as XML, ${String(report.brokerSettings)} of Broker's settings, ${String(report.accessLists.length)} access lists), ${String(writes)} writes, ${String(report.leftOut.length)} left out`,
  ...report.leftOut.map(({ what, why }) => `  left out: ${what}: ${why}`),
];
