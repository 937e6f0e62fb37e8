import * as pulumi from "@pulumi/pulumi";
import { organization, role, type Rule } from "../../provider/policy";
import { isPlain } from "../../provider/pulumi/plain";
import { registrationsOf } from "../../provider/pulumi/registrations";
import { Resource } from "../../provider/pulumi/resource";
import { ResourcePolicy } from "../../provider/pulumi/resource-policy";
import { resourceArgs } from "../support/resources";

/* What is known at once is looked at without an output; what a program gives is taken as it is then. */

test.each<[string, unknown, boolean]>([
  ["texts, numbers, lists and objects", { a: ["b", 1, true, null, undefined] }, true],
  ["an output", pulumi.output("a"), false],
  ["an output far inside", { a: [{ b: pulumi.output("a") }] }, false],
  ["a promise", [Promise.resolve("a")], false],
  ["an asset", new pulumi.asset.StringAsset("a"), false],
  ["bytes", Buffer.from("a"), false],
  ["a function", () => "a", false],
])("%s: %#", (_, value, expected) => {
  expect(isPlain(value)).toBe(expected);
});

test("a list that the program changes afterwards is taken as it was given", async () => {
  const rules: Rule[] = [
    { subjects: [organization("991825827", { onBehalfOf: "anyone" })], actions: ["read"] },
  ];
  const args = resourceArgs("ttd-licences", { keywords: [{ word: "a", language: "nb" }] });
  const found = await registrationsOf({ project: "test", stack: "test" }, () => {
    const resource = new Resource("licences", args as never);
    new ResourcePolicy("licences", { resourceId: resource.identifier, rules });
    rules.push({ subjects: [role("dagl")], actions: ["read"] });
    (args.keywords as unknown[]).push({ word: "b", language: "nb" });
  });
  const of = (kind: string) => found.find(({ type }) => type.endsWith(`:${kind}`))?.inputs;
  expect(of("ResourcePolicy")?.access).toEqual({
    "organization 991825827 (for any party)": "read",
  });
  expect(of("ResourcePolicy")?.__rules).toHaveLength(1);
  expect(of("Resource")?.keywords).toEqual([{ word: "a", language: "nb" }]);
});
