import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { list } from "./ground";

/* `--stack` with a stack that the project does not have. */

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "list-stack-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A `pulumi` that knows no stack by the name it is given, and lists these. */
async function complaint(listed: string): Promise<string> {
  const script = `#!/bin/sh\ncase "$1 $2" in\n"stack ls") ${listed} ;;\n*) echo "error: no stack named 'nowhere' found" >&2; exit 255 ;;\nesac\n`;
  writeFileSync(join(folder, "pulumi"), script, { mode: 0o755 });
  const env = { PATH: `${folder}:/usr/bin:/bin` };
  const { status, printed, complained } = await list(env, ["--stack", "nowhere"], { cwd: folder });
  expect([status, printed]).toEqual([3, []]);
  return complained.join("\n");
}

test("those that there are are named, and what to do", async () => {
  const stacks = JSON.stringify([{ name: "tt02", current: true }, { name: "acme/ops/production" }]);
  expect(await complaint(`echo '${stacks}'`)).toBe(
    "error: The project has no stack nowhere; it has tt02, production. Name one of these with --stack, or make it with `pulumi stack init nowhere` and set its settings.",
  );
});

test("where the CLI cannot tell, its own error stands", async () => {
  expect(await complaint("exit 1")).toContain("Pulumi says: no stack named 'nowhere' found");
});
