import { execFile, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "@jest/globals";

/* What the checkout's own engine starts: a language host, and the script of the SDK's dynamic provider. */

const bin = join(__dirname, "..", "..", "tools", "engine", "bin");

test("the engine was gone before it could read the port: the host ends", async () => {
  const child = spawn(process.execPath, [join(bin, "pulumi-language-nodejs"), "127.0.0.1:1"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  child.stdout.destroy();
  const status = await new Promise((resolve) => child.on("exit", resolve));
  expect(status).toBe(1);
});

test("no program comes between the engine and the dynamic provider, which would have the environment's secrets", async () => {
  const checkout = mkdtempSync(join(tmpdir(), "engine-plugins-"));
  try {
    const plugin = join("tools", "engine", "bin", "pulumi-resource-pulumi-nodejs");
    const ofTheSdk = join("node_modules", "@pulumi", "pulumi", "pulumi-resource-pulumi-nodejs");
    for (const path of [plugin, ofTheSdk])
      mkdirSync(join(checkout, dirname(path)), { recursive: true });
    cpSync(join(bin, "pulumi-resource-pulumi-nodejs"), join(checkout, plugin));
    writeFileSync(join(checkout, ofTheSdk), '#!/bin/sh\necho "$@"\n', { mode: 0o755 });
    // Nothing is found on this PATH: whatever the script would start is missing.
    const { stdout, stderr } = await promisify(execFile)(
      join(checkout, plugin),
      ["127.0.0.1:1", "a b"],
      { env: { PATH: checkout } },
    );
    expect([stdout, stderr]).toEqual(["127.0.0.1:1 a b\n", ""]);
  } finally {
    rmSync(checkout, { recursive: true, force: true });
  }
});
