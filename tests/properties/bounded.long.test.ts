import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { DOCUMENTS, POLICIES, TEXTS } from "./bounded/inputs";

/* Inputs that are made to use up memory are read, or refused, in a process that has little of it. */

const MEGABYTE = 1024 * 1024;
/** Of the JavaScript heap. */
const MEMORY_MB = 256;

function readApart(kind: string, name: string, size: number): Record<string, unknown> {
  const preload = join(__dirname, "bounded", "from-sources.cjs");
  const child = join(__dirname, "bounded", "child.ts");
  const limits = [`--max-old-space-size=${String(MEMORY_MB)}`, "--require", preload];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...limits, child, kind, name, String(size)],
    { encoding: "utf8", timeout: 120_000 },
  );
  if (status !== 0) throw new Error(`${name}: ${stderr.slice(-3000)}`);
  return JSON.parse(stdout) as Record<string, unknown>;
}

const DTD = ["a billion laughs", "a large entity, many times", "an external entity", "an external DTD", "a parameter entity"]; // prettier-ignore

describe(`policies of 10 MB, with ${String(MEMORY_MB)} MB of memory`, () => {
  test.each(Object.keys(POLICIES))("%s", (name) => {
    const made = readApart("policies", name, 10 * MEGABYTE);
    expect(Object.keys(made)).toEqual(["check", "report", "same", "typed"]);
    if (DTD.includes(name))
      expect(made).toMatchObject({ check: [expect.stringMatching(/DOCTYPE is not allowed/)] });
  });
});

describe(`policies of 1 MB in the embedded registry, with ${String(MEMORY_MB)} MB of memory`, () => {
  test.each(Object.keys(POLICIES))("%s", (name) => {
    const { registry } = readApart("registry", name, MEGABYTE);
    if (DTD.includes(name)) expect(registry).toBe("refused: A DTD is not allowed.");
    else expect(registry).toBeDefined();
  });
});

describe(`documents of 10 MB, with ${String(MEMORY_MB)} MB of memory`, () => {
  test.each(Object.keys(DOCUMENTS))("%s", (name) => {
    expect(readApart("documents", name, 10 * MEGABYTE).judged).toEqual(
      expect.arrayContaining([expect.stringMatching(/\.$/)]),
    );
  });
});

describe(`settings, keys and arguments of 1 MB, with ${String(MEMORY_MB)} MB of memory`, () => {
  test.each(Object.keys(TEXTS))("%s", (name) => {
    const { duration, ...made } = readApart("texts", name, MEGABYTE);
    expect(typeof duration).toBe("boolean");
    expect(made).toMatchObject({
      jwk: expect.stringMatching(/^refused: MASKINPORTEN_JWK /),
      pem: expect.stringMatching(/^refused: MASKINPORTEN_PRIVATE_KEY /),
    });
  });
});
