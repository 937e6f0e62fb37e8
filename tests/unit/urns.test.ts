import * as pulumi from "@pulumi/pulumi";
import { registrationsOf } from "../../provider/pulumi/registrations";
import { Resource } from "../../provider/pulumi/resource";
import { resourceArgs } from "../support/resources";

/* Under which URN the program has a resource, which the provider is told beside its arguments. */

test("is the one of Pulumi, with a parent and without", async () => {
  const made: Resource[] = [];
  const found = await registrationsOf({ project: "services", stack: "tt02" }, () => {
    const parent = new pulumi.ComponentResource("company:Group", "group");
    made.push(
      new Resource("licences", resourceArgs("ttd-licences") as never),
      new Resource("permits", resourceArgs("ttd-permits") as never, { parent }),
    );
  });
  const urns = await Promise.all(
    made.map(({ urn }) => new Promise((resolve) => urn.apply(resolve))),
  );
  expect(found.map(({ inputs }) => inputs.__urn).sort()).toEqual(urns.sort());
  expect(urns).toContain(
    "urn:pulumi:tt02::services::pulumi-nodejs:dynamic/altinn:Resource::licences",
  );
});
