import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { npm } from "./npm.mjs";
import { productionLock } from "./production-lock.mjs";

/**
 * What is installed with a published package, as CycloneDX JSON, by npm itself. npm cannot do so in the checkout: the workspaces
 * depend on each other in a circle, and `npm sbom` of npm 11.19 ends in "Maximum call stack size exceeded". So it is asked in a
 * folder that holds the package's manifest and lock alone.
 * @param {string} root
 * @param {string} folder of the published package, from the root
 * @returns {string}
 */
export function sbomOf(root, folder) {
  const { manifest, lock } = productionLock(root, folder);
  const above = mkdtempSync(join(tmpdir(), "sbom-"));
  try {
    // npm calls the package by its folder's name.
    const alone = join(above, manifest.name);
    mkdirSync(alone);
    writeFileSync(join(alone, "package.json"), JSON.stringify(manifest));
    writeFileSync(join(alone, "package-lock.json"), JSON.stringify(lock));
    npm(alone, ["install", "--package-lock-only", "--ignore-scripts", "--prefer-offline"]);
    return npm(alone, [
      "sbom",
      "--sbom-format=cyclonedx",
      "--sbom-type=library",
      "--package-lock-only",
    ]);
  } finally {
    rmSync(above, { recursive: true });
  }
}
