import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "@jest/globals";

const ROOT = join(__dirname, "..", "..", "golden", "policies");

export const isUpdating = process.env["UPDATE_GOLDEN"] === "true";

export const hasGolden = (name: string): boolean => existsSync(join(ROOT, name));

/** Compares with a golden file byte for byte. `UPDATE_GOLDEN=true` writes it instead. */
export function expectGolden(name: string, text: string): void {
  const path = join(ROOT, name);
  if (isUpdating) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  expect(text).toBe(readFileSync(path, "utf8"));
}

export const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
