import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { make, openOwner } from "../list/ground";
import type { World } from "../../support/altinn";
import { importInto, newFolder, reported } from "./ground";

/* `.altinn-import.json` is under version control: it changes where what is remembered does, and that is printed. */

let world: World;
let folder: string;
const id = (name: string): string => `${world.organisation.code}-${name}`;
const record = (): string => readFileSync(join(folder, ".altinn-import.json"), "utf8");

beforeEach(async () => {
  world = await openOwner();
  folder = newFolder();
  for (const name of ["one", "three", "two"]) make(world, id(name));
});
afterEach(() => world.close());

test("an equal record is byte for byte equal, whatever was asked for last", async () => {
  await reported(folder, world.env);
  const before = record();
  for (const only of ["one", "three", "two", "one"]) {
    const { report } = await reported(folder, world.env, ["--only", id(only)]);
    expect([record(), report.recordWritten]).toEqual([before, false]);
  }
});

test("that the record alone was written is printed", async () => {
  const only = ["--only", `${id("one")},${id("two")}`];
  const first = await importInto(folder, world.env, only);
  const written = "  and .altinn-import.json, which remembers what was read";
  expect(first.printed).toContain(written);
  const { printed } = await importInto(folder, world.env, only);
  expect(printed.join("\n")).not.toContain(".altinn-import.json");
  // Another version of the package had another order.
  rewrite();
  const again = await importInto(folder, world.env, only);
  expect(again.printed.join("\n")).toMatch(
    /Nothing written in .* but \.altinn-import\.json, which remembers what was read: \d+ files as before\./,
  );
});

function rewrite(): void {
  writeFileSync(join(folder, ".altinn-import.json"), JSON.stringify(JSON.parse(record())));
}
