import * as pulumi from "@pulumi/pulumi";
import { AccessListConnection } from "../../provider/pulumi/access-list-connection";
import { Resource, type ResourceArgs } from "../../provider/pulumi/resource";
import { resourceArgs } from "../support/resources";

/* A service that lets in members of lists alone is warned about, unless the same run of the program connects a list to it. */

const CODE = "mode-without-list";
const id = "ttd-licences";

let printed: string[];
beforeEach(() => {
  printed = [];
  jest.spyOn(console, "warn").mockImplementation((text: string) => {
    printed.push(text);
  });
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** Runs a program in which what comes from `later` is known to nobody, as in a preview; what it warned of. */
async function warned(program: (later: pulumi.Output<string>) => void): Promise<readonly string[]> {
  pulumi.runtime.setMocks(
    {
      newResource: ({ name, inputs }) => ({
        id: name,
        state: inputs as Record<string, unknown>,
      }),
      call: () => ({}),
    },
    "project",
    "stack",
    true,
  );
  const unknown = new (pulumi.Output as unknown as new (...of: unknown[]) => pulumi.Output<string>)(
    new Set(),
    Promise.resolve(undefined),
    Promise.resolve(false),
    Promise.resolve(false),
    Promise.resolve(new Set()),
  );
  program(unknown);
  // As long as the program's own run takes: each turn is one look at what has come in.
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  return printed.filter((text) => text.includes(`[${CODE}]`));
}

const service = (more: Partial<ResourceArgs> = {}): Resource =>
  new Resource("service", {
    ...resourceArgs(id, { accessListMode: "Enabled" }),
    ...more,
  } as ResourceArgs);

const connect = (resourceId: pulumi.Input<string>): void =>
  void new AccessListConnection("connection", { accessList: "partners", resourceId });

test("with no list in the program", async () => {
  expect(await warned(() => void service())).toEqual([
    expect.stringContaining(
      `warning [${CODE}]: Resource ${id}: accessListMode is Enabled, and this program connects no access list to the service. Only members of connected lists are let in, and without one nobody is. `,
    ),
  ]);
});

test("with a list at another service, of which only an output is known", async () => {
  const program = () => {
    service();
    connect(pulumi.output("ttd-other"));
  };
  expect(await warned(program)).toHaveLength(1);
});

test("in any casing of the mode", async () => {
  expect(await warned(() => void service({ accessListMode: "enabled" as never }))).toHaveLength(1);
});

test("with a list at another service alone", async () => {
  const program = () => {
    service();
    connect("ttd-other");
  };
  expect(await warned(program)).toHaveLength(1);
});

test.each<readonly [string, (later: pulumi.Output<string>) => void]>([
  ["a list is connected by text, after it", () => void connect((service(), id))],
  [
    "a list is connected by text, before it",
    () => {
      connect(id);
      service();
    },
  ],
  ["a list is connected by its output", () => void connect(service().identifier)],
  ["a list is connected by an output", () => void connect((service(), pulumi.output(id)))],
  ["a list is connected to what nobody knows yet", (later) => void connect((service(), later))],
  ["its mode is Disabled", () => void service({ accessListMode: "Disabled" })],
  ["its mode is left out", () => void service({ accessListMode: undefined as never })],
  ["its mode is not known yet", (later) => void service({ accessListMode: later as never })],
  ["it is acknowledged", () => void service({ acknowledge: [CODE] })],
])("not when %s", async (_when, program) => {
  expect(await warned(program)).toEqual([]);
});

test("what an earlier run in the same process connected does not count", async () => {
  expect(await warned(() => void connect(service().identifier))).toEqual([]);
  expect(await warned(() => void service())).toHaveLength(1);
});
