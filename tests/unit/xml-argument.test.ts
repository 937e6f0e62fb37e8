import * as pulumi from "@pulumi/pulumi";
import { ResourcePolicy } from "../../provider/pulumi/resource-policy";
import { policyText, rule, org } from "./policy/policy-texts";

/* What is given as `xml` and is no text, which the class alone can see. */

beforeAll(() => {
  pulumi.runtime.setMocks({
    newResource: ({ name, inputs }) => ({ id: name, state: inputs as Record<string, unknown> }),
    call: () => ({}),
  });
});

const xml = policyText({ rules: [rule([org("991825827")], ["read", "write", "subscribe"])] });
const made = (given: unknown): ResourcePolicy =>
  new ResourcePolicy("licences", {
    resourceId: "r1",
    xml: given as string,
    acknowledge: ["for-any-party"],
  });

const BYTES = "bytes, as of a Buffer, and no text";
const ASSET = "an asset of Pulumi's, which nobody here reads";

test.each([
  ["a Buffer", Buffer.from(xml), BYTES],
  ["bytes", new TextEncoder().encode(xml), BYTES],
  ["a file asset", new pulumi.asset.FileAsset("licences.xml"), ASSET],
  ["a string asset", new pulumi.asset.StringAsset(xml), ASSET],
])("%s is refused, with how to read the file", (_what, given, is) => {
  expect(() => made(given)).toThrow(
    new pulumi.RunError(
      `ResourcePolicy "licences": xml is ${is}. Write the text of the file: readFileSync(path, "utf8").`,
    ),
  );
});

test("the text of a file is taken, known or not yet", async () => {
  for (const given of [xml, pulumi.output(xml)]) {
    const { xml: text } = made(given);
    expect(await new Promise((resolve) => text.apply(resolve))).toBe(xml);
  }
});
