import * as pulumi from "@pulumi/pulumi";
import { AccessList, type AccessListArgs } from "../../provider/pulumi/access-list";
import {
  AccessListConnection,
  type AccessListConnectionArgs,
} from "../../provider/pulumi/access-list-connection";

/* What the classes of access lists send to the engine: the same keys that check makes, so that a refresh shows no difference. */

/** What the class sends, less the shell and what is hidden. */
async function sentBy(make: () => pulumi.Resource): Promise<Record<string, unknown>> {
  let sent: Record<string, unknown> = {};
  pulumi.runtime.setMocks({
    newResource: ({ name, inputs }) => {
      sent = inputs as Record<string, unknown>;
      return { id: name, state: sent };
    },
    call: () => ({}),
  });
  const { urn } = make();
  await new Promise((resolve) => urn.apply(resolve));
  return Object.fromEntries(
    Object.entries(sent).filter(([key, value]) => !key.startsWith("__") && value !== undefined),
  );
}

const list = (args: Partial<AccessListArgs>, opts?: pulumi.CustomResourceOptions) =>
  sentBy(() => new AccessList("list", { identifier: "partners", name: "Partners", ...args }, opts));

const connection = (
  args: Partial<AccessListConnectionArgs> = {},
  opts?: pulumi.CustomResourceOptions,
) =>
  sentBy(
    () =>
      new AccessListConnection(
        "connection",
        { accessList: "partners", resourceId: "ttd-licences", ...args },
        opts,
      ),
  );

test("a list: an empty description and exact membership are said, members only when given", async () => {
  expect(await list({})).toEqual({
    identifier: "partners",
    name: "Partners",
    description: "",
    membership: "exact",
    onDelete: "keep",
    whenRemoved:
      "The list stays at Altinn with its members and connections, and so does their access.",
  });
  const more = { members: [], membership: "atLeast" as const, description: "D" };
  expect(await list({ ...more, adopt: true })).toMatchObject(more);
});

test("a list that is deleted says what that means to its members", async () => {
  const { onDelete, whenRemoved } = await list({ onDelete: "delete" });
  expect([onDelete, whenRemoved]).toEqual([
    "delete",
    expect.stringMatching(/^The list is deleted.*lose every service that only this list/),
  ]);
});

test("a connection: actions only when given, and its sentence names list and service", async () => {
  expect(await connection()).toEqual({
    accessList: "partners",
    resourceId: "ttd-licences",
    onDelete: "delete",
    whenRemoved:
      "Members of partners lose ttd-licences. While accessListMode is Enabled, nobody gets in without another connected list.",
  });
  const given = await connection({
    accessList: pulumi.output("friends"),
    actions: ["write", "read"],
  });
  expect(given).toMatchObject({ actions: ["write", "read"] });
  expect(given.whenRemoved).toMatch(/^Members of friends lose ttd-licences/);
});

test("a connection that the program retains stays, and says so", async () => {
  const { whenRemoved } = await connection({}, { retainOnDelete: true });
  expect(whenRemoved).toBe(
    "The connection stays: members of partners keep their access to ttd-licences.",
  );
});
