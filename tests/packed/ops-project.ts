import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { engine, type EngineRun } from "../support/engine";
import {
  folderOutside,
  install,
  versionOf,
  writeJson,
  type Installer,
  type Tarballs,
} from "./packages";
import { mustRun, runProgram } from "./run-program";

/** What `"type"` in package.json makes of the program. */
export type ModuleType = "commonjs" | "module";

const STACK = "test";

const PROGRAM = `import * as altinn from "pulumi-altinn-broker";
import { Config } from "@pulumi/pulumi";

const number = new Config("altinn").require("orgNumber");
const identifier = new Config().require("identifier");
const texts = { nb: "Lisenser", nn: "Lisensar", en: "Licences" };

const owner = new altinn.ServiceOwner("owner", { name: "Etaten" });
const licences = new altinn.Resource("licences", {
  identifier,
  title: texts,
  description: texts,
  rightDescription: texts,
  contactPoints: [{ category: "Support", email: "broker@example.no" }],
});
const access = new altinn.ResourcePolicy("licences", {
  resourceId: licences.identifier,
  rules: [
    {
      subjects: [altinn.organization(number, { onBehalfOf: "anyone" })],
      actions: ["read", "write", "publish", "subscribe"],
    },
  ],
});
new altinn.BrokerResourceConfig(
  "licences",
  { resourceId: licences.identifier, fileTransferTimeToLive: "P30D" },
  { dependsOn: [owner, access] },
);
export const who = access.access;
`;

/** A team's own project in an empty folder, with both packages from their tarballs. */
export class OpsProject {
  readonly folder = folderOutside();
  readonly #dependencies: Readonly<Record<string, string>>;

  /** `others`: versions to install instead of those that this repository itself uses. */
  constructor(tarballs: Tarballs, others: Readonly<Record<string, string>> = {}) {
    this.#dependencies = {
      "pulumi-altinn-broker": `file:${tarballs.provider}`,
      "@pulumi/pulumi": versionOf("@pulumi/pulumi"),
      typescript: versionOf("typescript"),
      // From 22.18 on Node itself reads an ES module in TypeScript; on an older one Pulumi wants this package for it.
      ...(process.features.typescript ? {} : { "ts-node": "10.9.2" }),
      "@types/node": versionOf("@types/node"),
      ...others,
    };
    mkdirSync(join(this.folder, "state"));
    this.becomes("commonjs");
    writeJson(join(this.folder, "tsconfig.json"), {
      compilerOptions: {
        target: "es2022",
        module: "nodenext",
        moduleResolution: "nodenext",
        types: ["node"],
        strict: true,
        noEmit: true,
      },
      files: ["index.ts"],
    });
    writeJson(join(this.folder, "Pulumi.yaml"), {
      name: "ops",
      runtime: "nodejs",
      options: { refresh: "always" },
    });
    writeFileSync(join(this.folder, "index.ts"), PROGRAM);
  }

  /** The program is read as a module of this type from now on. */
  becomes(type: ModuleType): void {
    writeJson(join(this.folder, "package.json"), {
      name: "ops",
      private: true,
      type,
      main: "index.ts",
      dependencies: this.#dependencies,
    });
  }

  install(installer: Installer): Promise<void> {
    return install(installer, this.folder);
  }

  compile(): Promise<EngineRun> {
    const compiler = join(this.folder, "node_modules", "typescript", "bin", "tsc");
    return runProgram(process.execPath, [compiler], this.folder);
  }

  /** Makes a stack for a service of this identifier: its place from `settings` in its configuration, the rest in the environment. */
  async stack(identifier: string, settings: Readonly<Record<string, string>>): Promise<Stack> {
    const { ALTINN_ENVIRONMENT, ALTINN_ORG_NUMBER, ALTINN_ORG_CODE, ...env } = settings;
    const config = {
      "altinn:environment": ALTINN_ENVIRONMENT ?? "",
      "altinn:orgNumber": ALTINN_ORG_NUMBER ?? "",
      "altinn:orgCode": ALTINN_ORG_CODE ?? "",
      "ops:identifier": identifier,
    };
    rmSync(join(this.folder, "state"), { recursive: true });
    mkdirSync(join(this.folder, "state"));
    writeJson(join(this.folder, `Pulumi.${STACK}.yaml`), { config });
    const environment = {
      ...env,
      PULUMI_BACKEND_URL: `file://${join(this.folder, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "test",
      PULUMI_RUN_PROGRAM: "true",
    };
    const { pulumi } = engine();
    await mustRun(pulumi, ["stack", "init", STACK], this.folder, environment);
    return (command, ...args) =>
      runProgram(
        pulumi,
        [command, "--stack", STACK, "--non-interactive", ...args],
        this.folder,
        environment,
      );
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Runs a command of the engine on the stack. */
export type Stack = (
  command: "up" | "preview" | "refresh" | "destroy",
  ...args: readonly string[]
) => Promise<EngineRun>;
