import { rmSync } from "node:fs";
import { join } from "node:path";
import { folderOfStacks, killedAt, npmRunUp, VERIFIED } from "./killing";

/* `npm run up` after a kill -9 of the CLI at each request of a clean run in turn. Every local stack has a folder of its own. */

let parent: string;
beforeAll(() => {
  parent = folderOfStacks();
});
afterAll(() => {
  rmSync(parent, { recursive: true, force: true });
});

test("the CLI killed at each request of a clean run: the next `npm run up` ends verified", async () => {
  const clean = await killedAt(join(parent, "clean"), 0);
  expect(clean).toMatchObject({ killed: 0, status: 0 });
  expect(clean.requests).toBeGreaterThan(20);
  const direct = await killedAt(join(parent, "direct"), 0, ["--skip-preview"]);
  expect(direct).toMatchObject({ killed: 0, status: 0 });
  const ofPreview = clean.requests - direct.requests;

  const failures: string[] = [];
  let kills = 0;
  for (let request = 1; request <= clean.requests; request += 1) {
    const folder = join(parent, String(request));
    // What comes after the preview needs no preview before it.
    const { killed } =
      request <= ofPreview
        ? await killedAt(folder, request)
        : await killedAt(folder, request - ofPreview, ["--skip-preview"]);
    if (killed > 0) kills += 1;
    const { status, output } = await npmRunUp(folder);
    if (status !== 0 || !VERIFIED.test(output)) {
      failures.push(`request ${String(request)}:\n${output}`);
    }
    rmSync(folder, { recursive: true, force: true });
  }
  expect(failures).toEqual([]);
  // The last requests come when the CLI may be about to end; nearly all must have met a living one.
  expect(kills).toBeGreaterThan(clean.requests - 3);
}, 1_800_000);
