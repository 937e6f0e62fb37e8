import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { lastLines, runChild } from "./child.mjs";
import { say, SetupError, showProgress } from "./console.mjs";
import { acceptProgram, writeWhole } from "./marker.mjs";
import { temporaryFor } from "./temporary.mjs";
import { isSuitableGo } from "./versions.mjs";

/** The version that `tools/engine/go.mod` asks for. */
export const BUILT_VERSION = "3.259.0";

const PACKAGE = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
const VERSION_VARIABLE = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";

/** The variable that names the folder of the clone's own language host and provider starter. */
export const HOST_FOLDER_VARIABLE = "ENGINE_HOST_FOLDER";

// The engine wants these beside itself, and warns of others. The engine may be shared between clones; the
// programs are a clone's own, as they load its node_modules.
const BESIDE = ["pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"];

/**
 * Builds the Pulumi CLI from its Go modules, at the versions and checksums of `tools/engine`. What Go has
 * compiled stays in its own cache, so a build that was cut off goes on where it was.
 * @param {string} root
 * @param {string} target path of the program to make
 */
export async function buildEngine(root, target) {
  const module = join(root, "tools", "engine");
  const env = { ...process.env, CGO_ENABLED: "0", GOFLAGS: "", GOWORK: "off" };
  const go = spawnSync("go", ["version"], { cwd: module, env, encoding: "utf8", timeout: 60_000 });
  if (go.status !== 0 || !isSuitableGo(go.stdout)) {
    throw new SetupError(
      `The Pulumi CLI is missing, cannot be downloaded, and cannot be built: ${
        go.status === 0 ? `this is ${go.stdout.trim()}` : "there is no Go"
      }.\nInstall the Pulumi CLI 3.216 or later (https://www.pulumi.com/docs/install/), or Go 1.26 or ` +
        `later (https://go.dev/doc/install), and run the command again.`,
    );
  }
  say(
    `Building the Pulumi CLI ${BUILT_VERSION} from its Go modules into ${dirname(target)} ` +
      `(the first time three to five minutes and 3 GB of Go's caches; with warm caches seconds).`,
  );
  mkdirSync(dirname(target), { recursive: true });
  const temporary = temporaryFor(target);
  const stop = showProgress("building the Pulumi CLI");
  const result = await runChild(
    "go",
    [
      ...[
        "build",
        "-mod=readonly",
        "-buildvcs=false",
        "-trimpath",
        "-tags",
        "osusergo,grpcnotrace",
      ],
      ...["-ldflags", `-s -w -X ${VERSION_VARIABLE}=v${BUILT_VERSION}`, "-o", temporary, PACKAGE],
    ],
    { cwd: module, env },
  );
  stop();
  const tried =
    result.status === 0
      ? spawnSync(temporary, ["version"], {
          encoding: "utf8",
          env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
        })
      : undefined;
  if (tried?.stdout?.trim() !== `v${BUILT_VERSION}`) {
    rmSync(temporary, { force: true });
    throw new SetupError(
      `The Pulumi CLI could not be built. Go said:\n${lastLines(result.output)}\n` +
        `Run the command again: the build goes on where it was. Or install the Pulumi CLI 3.216 or later.`,
    );
  }
  // The old record goes first and the new one comes last: in between the program counts as not accepted.
  rmSync(`${target}.accepted.json`, { force: true });
  renameSync(temporary, target);
  for (const name of BESIDE) {
    const file = join(dirname(target), name);
    writeWhole(file, `#!/bin/sh\nexec "$${HOST_FOLDER_VARIABLE}/${name}" "$@"\n`);
    chmodSync(file, 0o755);
  }
  acceptProgram(target, BUILT_VERSION);
}
