import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { root } from "../support/engine";

/* The workflow that publishes: what it may do, what it takes from elsewhere, and what stands before it. */

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}
interface Job {
  readonly needs?: string;
  readonly environment?: string;
  readonly permissions: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}
interface Workflow {
  readonly on: unknown;
  readonly permissions: unknown;
  readonly jobs: Readonly<Record<"build" | "publish" | "attach", Job>>;
}

const text = readFileSync(join(root, ".github", "workflows", "release.yml"), "utf8");
const { on, permissions, jobs } = parse(text) as Workflow;
const runs = ({ steps }: Job): string[] => steps.flatMap(({ run }) => run ?? []);

test("it runs for a tag alone, and each job may do one thing", () => {
  expect(on).toEqual({ push: { tags: ["v*"] } });
  expect(permissions).toEqual({});
  expect(
    Object.fromEntries(
      Object.entries(jobs).map(([name, job]) => [name, [job.permissions, job.needs]]),
    ),
  ).toEqual({
    build: [{ contents: "read" }, undefined],
    publish: [{ "id-token": "write" }, "build"],
    attach: [{ contents: "write" }, "publish"],
  });
});

test("each action is pinned to a commit, with its version beside it", () => {
  const used = text.split("\n").filter((line) => /\buses:/.test(line));
  expect(used.length).toBeGreaterThan(3);
  expect(
    used.filter((line) => !/uses: actions\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line)),
  ).toEqual([]);
});

test("nothing of a run's input is written into a script, and no secret is there to be stolen", () => {
  const all = Object.values(jobs).flatMap(({ steps }) => steps);
  expect(all.filter(({ run }) => run?.includes("${{"))).toEqual([]);
  expect(text).not.toMatch(/secrets\./);
});

test("every check stands before the packing, and every script is one of package.json", () => {
  expect(runs(jobs.build)).toEqual([
    'npm run check:release -- "$GITHUB_REF_NAME"',
    "npm ci --ignore-scripts",
    "npm audit --omit=dev",
    "npm audit signatures",
    "npm run check",
    "npm test",
    "npm run test:long",
    "npm run pack:release -- release",
  ]);
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  const called = text.match(/(?<=npm run )[\w:]+/g) ?? [];
  expect(called.filter((script) => !(script in scripts))).toEqual([]);
});

test("what is published are the packed files, with provenance, after their sums were compared", () => {
  const [sums = "", publish = ""] = runs(jobs.publish);
  expect(sums).toBe("sha256sum --check SHA256SUMS");
  expect(publish).toMatch(/npm publish "\$tarball" --provenance --access public --ignore-scripts/);
  expect(runs(jobs.attach).join("\n")).toMatch(/gh release create .* release\/\*$/m);
});
