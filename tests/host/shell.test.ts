import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { root } from "../support/engine";

/*
 * The text that Pulumi keeps in every user's state. It is taken from compiled output in a child process: a test runner's
 * own compiler would write another text.
 */

const KINDS = [
  "ServiceOwner",
  "Resource",
  "ResourcePolicy",
  "BrokerResourceConfig",
  "AccessList",
  "AccessListConnection",
] as const;

const SERIALISE = `
  const { runtime } = require("@pulumi/pulumi");
  const { shell } = require(process.argv[1]);
  (async () => {
    const texts = {};
    for (const kind of process.argv.slice(2)) {
      const provider = shell(kind);
      texts[kind] = (await runtime.serializeFunction(() => provider, { allowSecrets: true })).text;
    }
    process.stdout.write(JSON.stringify(texts));
  })();`;

const serialised = (folder: string, shellModule: string): Record<string, string> =>
  JSON.parse(
    execFileSync(process.execPath, ["-e", SERIALISE, shellModule, ...KINDS], {
      cwd: folder,
      encoding: "utf8",
    }),
  ) as Record<string, string>;

let parent: string;
beforeAll(() => {
  mkdirSync(join(root, ".local", "tests"), { recursive: true });
  parent = mkdtempSync(join(root, ".local", "tests", "shell-"));
});
afterAll(() => {
  rmSync(parent, { recursive: true, force: true });
});

/** A folder with the packed tarball unpacked where npm would put it. */
function packed(): string {
  const folder = join(parent, "packed");
  const modules = join(folder, "node_modules");
  mkdirSync(join(modules, "pulumi-altinn-broker"), { recursive: true });
  execFileSync("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder], {
    cwd: root,
  });
  const tarball = readdirSync(folder).find((name) => name.endsWith(".tgz")) ?? "";
  execFileSync("tar", [
    "-xzf",
    join(folder, tarball),
    "--strip-components=1",
    "-C",
    join(modules, "pulumi-altinn-broker"),
  ]);
  symlinkSync(join(root, "node_modules", "@pulumi"), join(modules, "@pulumi"));
  return folder;
}

const pinned = (kind: string): string => `exports.handler = __f0;

var __provider = {configure: __f1};

function __f1(__0) {
  return (function() {
    with({ kind: ${JSON.stringify(kind)}, this: undefined, arguments: undefined }) {

return function /*configure*/(req) { Object.assign(this, require("pulumi-altinn-broker/lifecycles").open(kind, req.config)); };

    }
  }).apply(undefined, undefined).apply(this, arguments);
}

function __f0() {
  return (function() {
    with({ provider: __provider, this: undefined, arguments: undefined }) {

return () => provider;

    }
  }).apply(undefined, undefined).apply(this, arguments);
}
`;

const compiled = join(root, "dist", "pulumi", "shell.js");

test.each(KINDS)("the text of %s is pinned and under 600 characters", (kind) => {
  const text = serialised(root, compiled)[kind] ?? "";
  expect(text).toBe(pinned(kind));
  expect(text.length).toBeLessThan(600);
});

test("the compiled output, the link and the packed tarball give one text", () => {
  const folder = packed();
  const installed = join(
    folder,
    "node_modules",
    "pulumi-altinn-broker",
    "dist",
    "pulumi",
    "shell.js",
  );
  const link = join(root, "examples", "broker-service");
  const linked = join(root, "node_modules", "pulumi-altinn-broker", "dist", "pulumi", "shell.js");
  expect(existsSync(installed)).toBe(true);
  const first = serialised(root, compiled);
  expect(serialised(link, linked)).toEqual(first);
  expect(serialised(folder, installed)).toEqual(first);
});
