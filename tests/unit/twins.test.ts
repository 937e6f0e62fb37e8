import * as pulumi from "@pulumi/pulumi";
import { AccessList } from "../../provider/pulumi/access-list";
import { AccessListConnection } from "../../provider/pulumi/access-list-connection";
import { BrokerResourceConfig } from "../../provider/pulumi/broker-resource-config";
import { ServiceOwner } from "../../provider/pulumi/service-owner";

/* Two resources of one kind and identifier: the class sends the other's name, within one run of a program alone. */

/** What the classes have sent, by logical name, from a new run of a program on. */
function run(): Map<string, unknown> {
  const sent = new Map<string, unknown>();
  pulumi.runtime.setMocks({
    newResource: ({ name, inputs }) => {
      const { __twin } = inputs as { readonly __twin?: string };
      sent.set(name, __twin);
      return { id: name, state: inputs as Record<string, unknown> };
    },
    call: () => ({}),
  });
  return sent;
}

/** Ends when the resource is registered. */
const registered = ({ urn }: pulumi.Resource): Promise<unknown> =>
  new Promise((resolve) => urn.apply(resolve));

const config = (name: string, resourceId: pulumi.Input<string>): Promise<unknown> =>
  registered(new BrokerResourceConfig(name, { resourceId, fileTransferTimeToLive: "P1D" }));

test("the second one names the first, whether or not its identifier is an output", async () => {
  const sent = run();
  await config("one", "ttd-licences");
  await config("two", "ttd-licences");
  await config("three", pulumi.output("ttd-licences"));
  await config("other", "ttd-reports");
  await registered(new ServiceOwner("one-owner", { name: "Etaten" }));
  await registered(new ServiceOwner("two-owner", { name: "Etaten" }));
  expect(Object.fromEntries(sent)).toEqual({
    one: undefined,
    two: "one",
    three: "one",
    other: undefined,
    "one-owner": undefined,
    "two-owner": "one-owner",
  });
});

test("connections are twins by list and resource together, whether or not these are outputs", async () => {
  const sent = run();
  const list = new AccessList("list", { identifier: "partners", name: "Partners" });
  await registered(list);
  const connection = (
    name: string,
    accessList: pulumi.Input<string>,
    resourceId: pulumi.Input<string>,
  ) => registered(new AccessListConnection(name, { accessList, resourceId }));
  await connection("one", "partners", "ttd-licences");
  await connection("two", list.identifier, "ttd-licences");
  await connection("three", "partners", pulumi.output("ttd-licences"));
  await connection("other-list", "friends", "ttd-licences");
  await connection("other-resource", list.identifier, "ttd-reports");
  expect(Object.fromEntries(sent)).toEqual({
    list: undefined,
    one: undefined,
    two: "one",
    three: "one",
    "other-list": undefined,
    "other-resource": undefined,
  });
});

test("the next run in the same process begins anew", async () => {
  for (const name of ["one", "two"]) {
    const sent = run();
    await config(name, "ttd-licences");
    expect([...sent]).toEqual([[name, undefined]]);
  }
});
