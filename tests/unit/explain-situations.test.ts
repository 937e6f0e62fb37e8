import { readdirSync, readFileSync } from "node:fs";
import { dirname, basename } from "node:path";
import { golden, goldensOf, recordedPath } from "../support/explained";

/* What `explain` says of previews that the real CLI has printed; tests/engine/explain-situations.long.test.ts records them. */

const situations = readdirSync(dirname(recordedPath("new")))
  .filter((file) => file.endsWith(".json"))
  .map((file) => basename(file, ".json"))
  .sort();

test("there are the eleven of what-a-preview-says.md, and more", () => {
  expect(situations).toEqual([
    "adopted",
    "all-leaves",
    "closed",
    "different",
    "equal",
    "escaped",
    "level",
    "list-leaves",
    "list-undone",
    "members",
    "mode",
    "narrowed",
    "new",
    "new-list",
    "opened",
    "refused",
    "removed",
    "renamed",
    "settings",
    "texts-drifted",
    "two-services",
    "unanswered",
    "unchanged",
    "warned",
    "widened",
  ]);
});

test.each(situations)("%s, in both languages", (situation) => {
  const printed = readFileSync(recordedPath(situation), "utf8");
  for (const [path, now] of goldensOf(situation, printed)) expect(now).toBe(golden(path, now));
});
