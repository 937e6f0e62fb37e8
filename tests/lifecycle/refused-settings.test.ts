import { messageOf } from "../../provider/errors";
import { open } from "../../provider/lifecycles";

/* A process reads its settings once, so this file has one test: a second one would find what the first has left. */

const id = "ttd-licences";
const stored = { resourceId: id, onDelete: "forget", server: {} };

const { PULUMI_RUN_PROGRAM } = process.env;
beforeEach(() => {
  delete process.env.PULUMI_RUN_PROGRAM;
});
afterEach(() => {
  if (PULUMI_RUN_PROGRAM !== undefined) process.env.PULUMI_RUN_PROGRAM = PULUMI_RUN_PROGRAM;
});

test("settings that are refused are told in full once, with the likely cause", async () => {
  // One of them is enough, whatever else the shell has.
  const config = { get: (key: string) => (key === "altinn:orgNumber" ? "12" : undefined) };
  const readOf = (kind: "Resource" | "ResourcePolicy") =>
    open(kind, config)
      .read(id, stored)
      .then(() => "no error", messageOf);
  const first = await readOf("Resource");
  expect(first).toContain('altinn:orgNumber is "12"');
  expect(first).not.toContain("ALTINN_WITHOUT_KEY");
  expect(first).toContain("the stack configuration of the last `pulumi up`");
  expect(first).not.toContain("--refresh=false");
  expect(await readOf("ResourcePolicy")).toBe(
    "The settings are refused; the error of another resource says why.",
  );
});
