import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative } from "node:path";
import { ownVersion } from "../own-version";
import type { Project, ReadProject } from "../stack/project";
import { errorLine, type PulumiCli } from "../stack/pulumi-cli";
import { isObject, jsonIn } from "../values/json";
import { failure, heldUp, ok, warning, type Check, type Remedy, type Subject } from "./check";
import { typescriptChecks } from "./typescript";
import { atLeast, below } from "./versions";

/* Node, the Pulumi CLI, its SDK and the project. Versions: README, docs/your-own-repository.md. */

const OLDEST_NODE = "22.13.0";
/** From here on Node runs TypeScript in an ES module program by itself. */
const NODE_WITH_TYPES = "22.18.0";
const OLDEST_PULUMI = "3.216.0";
const PACKAGE = "pulumi-altinn-broker";

export interface Tools {
  readonly project: ReadProject;
  readonly cli: PulumiCli;
  /** Where packages are looked for when there is no project. */
  readonly cwd: string;
  /** Of the Node that runs this. */
  readonly nodeVersion: string;
}

const subject = (id: string, title: string): Subject => ({ step: "tools", id, title });
const we = (todo: string, where: string): Remedy => ({ todo, where, who: "we" });

export async function toolChecks({ project, cli, cwd, nodeVersion }: Tools): Promise<Check[]> {
  const folder = project.project?.folder ?? cwd;
  return [
    nodeCheck(nodeVersion, project.project),
    await cliCheck(cli),
    ...projectChecks(project, (path) => relative(cwd, path) || "."),
    packageCheck(folder),
    ...sdkAndTypescript(folder, project.project),
  ];
}

function nodeCheck(version: string, project: Project | undefined): Check {
  const about = subject("node", "Node");
  if (below(version, OLDEST_NODE)) {
    return failure(
      about,
      `Node ${version} is too old for this package.`,
      we("Install Node 22.13 or newer.", "this machine, and wherever Pulumi runs"),
    );
  }
  const isModule = project?.manifest.type === "module" || project?.entry?.endsWith(".mts") === true;
  const isTyped = /\.m?ts$/.test(project?.entry ?? "");
  if (project && isModule && isTyped && below(version, NODE_WITH_TYPES)) {
    if (versionOf("ts-node", project.folder) === undefined) {
      return failure(
        about,
        `Node ${version} does not run a TypeScript program that is an ES module.`,
        we(
          'Install Node 22.18 or newer, or ts-node 10.9 beside the program, or take "type": "module" out of its package.json.',
          "this machine, and wherever Pulumi runs",
        ),
      );
    }
  }
  return ok(about, `${version}.`);
}

async function cliCheck(cli: PulumiCli): Promise<Check> {
  const about = subject("cli", "Pulumi CLI");
  const where = "this machine, https://www.pulumi.com/docs/install/";
  const run = await cli.run(["version"]);
  if (run === undefined) {
    return failure(
      about,
      "There is no `pulumi` on PATH.",
      we("Install the Pulumi CLI, 3.216 or newer.", where),
    );
  }
  const version = /v?(\d+\.\d+\.\d+)/.exec(run.stdout)?.[1];
  if (run.status !== 0 || version === undefined) {
    return failure(
      about,
      `\`pulumi version\` does not say its version: ${errorLine(run)}.`,
      we("Install the Pulumi CLI anew.", where),
    );
  }
  if (!atLeast(version, OLDEST_PULUMI)) {
    return failure(
      about,
      `${version} is older than 3.216, the oldest that runs these resources.`,
      we("Install a newer Pulumi CLI.", where),
    );
  }
  return ok(about, `${version}.`);
}

function projectChecks(
  { project, problem }: ReadProject,
  shown: (path: string) => string,
): Check[] {
  const about = subject("project", "Pulumi project");
  const refresh = subject("refresh", "options.refresh");
  if (project === undefined) {
    return [
      failure(
        about,
        problem,
        we(
          'Run this in the folder of your Pulumi project, or make one as the README says ("Your own repository"). For services that exist already, `npx --no altinn-broker import` makes one.',
          "the folder that this is run in",
        ),
      ),
      heldUp(refresh, "there is no project"),
    ];
  }
  const { runtime, refresh: set } = project;
  const file = shown(project.file);
  const ofProject =
    runtime === "nodejs"
      ? project.entry === undefined
        ? failure(
            about,
            `${file} is there, and no program: ${typeof project.manifest.main === "string" ? `package.json names ${project.manifest.main}, which is not there` : "there is no index.ts, and package.json names none"}.`,
            we('Write index.ts, and "main": "index.ts" in package.json.', shown(project.folder)),
          )
        : ok(about, `${file}, with the program ${shown(project.entry)}.`)
      : failure(
          about,
          `The runtime is "${runtime}", which does not run these resources.`,
          we("Write `runtime: nodejs`.", file),
        );
  return [
    ofProject,
    set === "always" || set === true
      ? ok(refresh, "always: each preview compares with what is at Altinn.")
      : warning(
          refresh,
          `It is ${set === undefined ? "not set" : `"${String(set)}"`}, so a preview compares with what was there at the last \`up\`, and does not see what somebody changed at Altinn.`,
          we("Write `options:` and below it `  refresh: always`.", file),
        ),
  ];
}

function packageCheck(folder: string): Check {
  const about = subject("package", PACKAGE);
  const found = versionOf(PACKAGE, folder);
  const own = ownVersion();
  if (found === undefined) {
    return failure(
      about,
      `It cannot be found from ${folder}, where Pulumi runs the program.`,
      we(`Run \`npm install ${PACKAGE}\` there; the program itself must depend on it.`, folder),
    );
  }
  if (found !== own) {
    return warning(
      about,
      `The program uses ${found}, and what runs here is ${own}.`,
      we("Run `npx --no altinn-broker doctor` in the program's folder.", folder),
    );
  }
  return ok(about, `${found}, found from ${folder}.`);
}

function sdkAndTypescript(folder: string, project: Project | undefined): Check[] {
  const about = subject("sdk", "@pulumi/pulumi");
  const sdk = versionOf("@pulumi/pulumi", folder);
  const others = (): Check[] =>
    typescriptChecks({
      folder,
      entry: project?.entry,
      sdk,
      versionOf: (name) => versionOf(name, folder),
    });
  if (sdk === undefined) {
    return [
      failure(
        about,
        `It cannot be found from ${folder}.`,
        we("Run `npm install @pulumi/pulumi` there.", folder),
      ),
      ...others(),
    ];
  }
  if (!atLeast(sdk, OLDEST_PULUMI) || atLeast(sdk, "4.0.0")) {
    return [
      failure(
        about,
        `${sdk} is not between 3.216 and 4, which this package works with.`,
        we("Run `npm install @pulumi/pulumi@3`.", folder),
      ),
      ...others(),
    ];
  }
  return [ok(about, `${sdk}.`), ...others()];
}

/** The version of a package as a program in `folder` finds it. */
function versionOf(name: string, folder: string): string | undefined {
  const places = createRequire(join(folder, "index.js")).resolve.paths(name) ?? [];
  const file = places.map((place) => join(place, name, "package.json")).find(existsSync);
  return file === undefined ? undefined : versionIn(file);
}

function versionIn(file: string): string | undefined {
  const manifest = jsonIn(readFileSync(file, "utf8"));
  return isObject(manifest) && typeof manifest.version === "string" ? manifest.version : undefined;
}
