import * as pulumi from "@pulumi/pulumi";
import { organization, type Rule } from "../../provider/policy";
import { ResourcePolicy } from "../../provider/pulumi/resource-policy";

/* One list of rules in the policies of several resources: each policy is of its own resource. */

beforeAll(() => {
  pulumi.runtime.setMocks({
    newResource: ({ name, inputs }) => ({ id: name, state: inputs as Record<string, unknown> }),
    call: () => ({}),
  });
});

const rules = (): Rule[] => [
  { subjects: [organization("991825827", { onBehalfOf: "itself" })], actions: ["read"] },
];

const xmlOf = (resourceId: string, given: pulumi.Input<Rule[]>, level?: 3 | 4) =>
  new Promise<string>((resolve) => {
    const { xml } = new ResourcePolicy(resourceId, {
      resourceId,
      rules: given as Rule[],
      acknowledge: ["missing-action"],
      ...(level === undefined ? {} : { minimumAuthenticationLevel: level }),
    });
    xml.apply(resolve);
  });

test.each([
  ["plain", rules()],
  ["an output", pulumi.output(rules())],
])("%s", async (_what, given) => {
  const texts = [
    await xmlOf("ttd-licences", given),
    await xmlOf("ttd-permits", given),
    await xmlOf("ttd-permits", given, 4),
  ];
  expect(texts.map((text) => /ttd-\w+/.exec(text)?.[0])).toEqual([
    "ttd-licences",
    "ttd-permits",
    "ttd-permits",
  ]);
  expect(texts[2]).not.toBe(texts[1]);
  // Asked for in another order, what was rendered last stands for nothing else.
  expect(await Promise.all([xmlOf("ttd-licences", given), xmlOf("ttd-permits", given)])).toEqual(
    texts.slice(0, 2),
  );
});
