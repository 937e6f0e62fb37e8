import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus, loadavg, release, totalmem } from "node:os";
import { join } from "node:path";
import { engineEnvironment } from "../../../tools/bootstrap/engine.mjs";
import { repositoryRoot as root } from "../../../tools/bootstrap/places.mjs";

/** Where and when something is measured, and how busy the machine is with other things as it begins. */
export function machine() {
  const processors = cpus();
  return {
    when: new Date().toISOString().slice(0, 16).replace("T", " "),
    processor: processors[0]?.model.trim() ?? "unknown",
    cores: processors.length,
    memoryGB: Math.round(totalmem() / 1e9),
    kernel: `Linux ${release().split("-")[0]}`,
    node: process.versions.node,
    pulumi: pulumiVersion(),
    sdk: JSON.parse(
      readFileSync(join(root, "node_modules", "@pulumi", "pulumi", "package.json"), "utf8"),
    ).version,
    /** Processes that wanted a processor, on average over the last minute. */
    load: Number(loadavg()[0].toFixed(1)),
  };
}

function pulumiVersion() {
  const { pulumi, env } = engineEnvironment({ root });
  return spawnSync(pulumi, ["version"], { env, encoding: "utf8" }).stdout.trim().replace(/^v/, "");
}
