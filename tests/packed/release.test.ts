import { cpSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "../support/engine";
import { folderOutside, writeJson } from "./packages";
import { runProgram } from "./run-program";

/* Publishing, as npm begins it: in a copy of what it runs, with the manifests of this checkout. */

const FOLDERS = [".", "standin"] as const;
const FIELDS = ["repository", "homepage", "bugs"] as const;

const manifestOf = (folder: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")) as Record<string, unknown>;

let copy: string;
beforeEach(() => {
  copy = folderOutside();
  cpSync(join(root, "tools"), join(copy, "tools"), { recursive: true });
});
afterEach(() => {
  rmSync(copy, { recursive: true, force: true });
});

/** Writes both manifests, with these fields and without those that tell of an address. */
function manifests(more: Readonly<Record<string, unknown>>): void {
  for (const folder of FOLDERS) {
    const rest = Object.entries(manifestOf(folder)).filter(
      ([name]) => !(FIELDS as readonly string[]).includes(name),
    );
    mkdirSync(join(copy, folder), { recursive: true });
    writeJson(join(copy, folder, "package.json"), { ...Object.fromEntries(rest), ...more });
  }
}

/** What npm runs before it publishes the package of this folder. */
const publish = (folder: string) =>
  runProgram("npm", ["run", "prepublishOnly"], join(copy, folder));

const known = {
  repository: { type: "git", url: "git+https://git.example.no/broker.git" },
  homepage: "https://git.example.no/broker#readme",
  bugs: "https://git.example.no/broker/issues",
};

test.each(FOLDERS)(
  "publishing %s without addresses fails, and says what to write",
  async (folder) => {
    manifests({});
    const { status, output } = await publish(folder);
    expect(status).toBe(1);
    for (const line of [
      'package.json: "repository": {"type":"git","url":"git+https://ADDRESS.git"}',
      'standin/package.json: "repository": {"type":"git","url":"git+https://ADDRESS.git","directory":"standin"}',
      ...["", "standin/"].flatMap((path) => [
        `${path}package.json: "homepage": "https://ADDRESS#readme"`,
        `${path}package.json: "bugs": "https://ADDRESS/issues"`,
      ]),
    ])
      expect(output).toContain(`  ${line}\n`);
  },
);

test.each(FIELDS)("%s alone, missing or copied as it was told, is named", async (field) => {
  const { [field]: value, ...others } = known;
  expect(value).toBeDefined();
  for (const more of [others, { ...others, [field]: "https://ADDRESS" }]) {
    manifests(more);
    const { status, output } = await publish(".");
    expect([status, output.match(/package\.json: "\w+"/g)]).toEqual([
      1,
      [`package.json: "${field}"`, `package.json: "${field}"`],
    ]);
  }
});

test.each(FOLDERS)("publishing %s with addresses goes on", async (folder) => {
  manifests(known);
  expect((await publish(folder)).status).toBe(0);
});

test("a tag that is not the version of both packages is refused, with each", async () => {
  manifests({ ...known, version: "1.2.3" });
  const check = (tag: string) =>
    runProgram("npm", ["run", "check:release", "--", tag], join(copy, "."));
  expect((await check("v1.2.3")).status).toBe(0);
  for (const tag of ["1.2.3", "v1.2.4"]) {
    const { status, output } = await check(tag);
    expect(status).toBe(1);
    for (const file of ["package.json", "standin/package.json"])
      expect(output).toContain(`the tag is ${tag}, and ${file} is of v1.2.3.`);
  }
});

test.each(FOLDERS)("package.json of %s has no address that leads nowhere", (folder) => {
  expect(JSON.stringify(manifestOf(folder))).not.toMatch(
    /ADDRESS|example\.(?:com|org|no)|\bTODO\b/,
  );
});
