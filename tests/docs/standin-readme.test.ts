import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type * as Package from "../../standin/index";
import { root } from "../support/engine";
import { blocksOf } from "./markdown";

/* The world and the curl lines of the stand-in's README, as they stand but for the port. */

const { startStandin } = createRequire(__filename)(join(root, "standin")) as typeof Package;
const blocks = blocksOf("standin/README.md");

let folder: string;
let standin: Package.Standin;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "standin-readme-"));
  const world = blocks.find(({ title }) => title === "world.json");
  writeFileSync(join(folder, "world.json"), world?.text ?? "");
  standin = await startStandin({ worldFile: join(folder, "world.json"), controlPort: 0 });
});
afterAll(async () => {
  await standin.close();
  rmSync(folder, { recursive: true, force: true });
});

test("its world starts, and its client has the key that was made", () => {
  const [client] = standin.readyClients();
  expect(client?.clientId).toBe("fisk-client");
  expect(standin.altinn.organisations.byCode("fisk")?.number).toBe("310000019");
});

test("its curl lines end well, each after the other", async () => {
  const [block, ...others] = blocks.filter(
    ({ heading, language }) => heading === "Control over HTTP" && language === "sh",
  );
  expect(others).toEqual([]);
  const script = (block?.text ?? "").replace(
    "CONTROL=http://127.0.0.1:4012",
    `CONTROL=${String(standin.controlUrl)}`,
  );
  const output = await run(`set -e\n${script}`);
  expect(output).toContain('"aheadMs":3600000');
  expect(output).toContain("-----BEGIN PRIVATE KEY-----");
  expect(output).toMatch(/eyJ[\w-]+\.[\w-]+\.[\w-]+$/m);
  expect(standin.altinn.organisations.byCode("havn")).toBeUndefined();
});

/** The script's processes speak with a server of this one, so it is not waited for by blocking. */
const run = (script: string): Promise<string> =>
  new Promise((resolve, reject) => {
    execFile("bash", ["-c", script], { encoding: "utf8" }, (error, stdout, stderr) =>
      error ? reject(new Error(`${error.message}\n${stdout}\n${stderr}`)) : resolve(stdout),
    );
  });
