import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isObject } from "./values/json";

/** This package's version, from its package.json: one folder above the sources, and above the compiled files. */
export function ownVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(__dirname, "..", "package.json"), "utf8"));
  return isObject(manifest) && typeof manifest.version === "string" ? manifest.version : "unknown";
}
