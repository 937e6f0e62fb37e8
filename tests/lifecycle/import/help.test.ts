import { run } from "../../../provider/cli/program";
import { openWorld, type World } from "../../support/altinn";
import { make } from "../list/ground";
import { fakePulumi, newFolder } from "./ground";

/* The example in the help of `list` and of `import` is a command that works. */

let world: World;
beforeAll(async () => {
  world = await openWorld(undefined, { organisation: { number: "991825827", code: "ttd" } });
  await world.context.broker.postServiceOwner("Testdepartementet");
  make(world, "ttd-licences");
  make(world, "ttd-permits");
});
afterAll(() => world.close());

test.each(["list", "import"])("%s", async (command) => {
  const folder = newFolder();
  const { ALTINN_PLATFORM_URL = "", ALTINN_MASKINPORTEN_URL = "" } = world.env;
  const elsewhere = { tt02: { ALTINN_PLATFORM_URL, ALTINN_MASKINPORTEN_URL } };
  const env = { ...world.env, PATH: `${fakePulumi({ tt02: {} })}:/usr/bin:/bin` };
  const printed: string[] = [];
  const complained: string[] = [];
  const ended = (args: readonly string[]): Promise<number> =>
    run({
      args,
      env,
      cwd: folder,
      elsewhere,
      print: (line) => void printed.push(line),
      complain: (line) => void complained.push(line),
    });
  expect(await ended([command, "--help"])).toBe(0);
  const [, example = ""] =
    /Example:\n\s*npx --no altinn-broker (.*)\n/.exec(printed.join("\n")) ?? [];
  expect(example.split(" ")[0]).toBe(command);
  printed.length = 0;
  expect([await ended(example.split(" ")), complained]).toEqual([0, []]);
  expect(printed.join("\n")).toContain("991825827 (ttd)");
});
