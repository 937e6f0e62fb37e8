import { spawn } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "@jest/globals";

/* The checkout's own language host, which the engine starts and reads the port of. */

test("the engine was gone before it could read the port: the host ends", async () => {
  const host = join(__dirname, "..", "..", "tools", "engine", "bin", "pulumi-language-nodejs");
  const child = spawn(process.execPath, [host, "127.0.0.1:1"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  child.stdout.destroy();
  const status = await new Promise((resolve) => child.on("exit", resolve));
  expect(status).toBe(1);
});
