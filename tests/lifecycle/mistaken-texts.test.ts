import * as pulumi from "@pulumi/pulumi";
import { organization } from "../../provider/policy";
import type { Kind, Values } from "../../provider/resources/lifecycle";
import { openWorld, type World } from "../support/altinn";
import { processOf } from "../support/provider-process";
import { resourceArgs } from "../support/resources";

/* Texts that JavaScript makes of what is no text. */

const id = "ttd-licences";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const output = pulumi.output("x");
// As a program makes them.
const inTemplate = `Etaten ${output as unknown as string}`;
const inJson = JSON.stringify({ owner: { toJSON: () => `${output as unknown as string}` } });
const ofObject = `Etaten ${{} as unknown as string}`;

const refusalsOf = async (kind: Kind, args: Values, olds: Values = {}): Promise<string[]> =>
  (await processOf(world)(kind).check(olds, args)).failures.map(({ reason }) => reason);

const policy = (number: string): Values => ({
  resourceId: id,
  __rules: [{ subjects: [organization(number)], actions: ["read"] }],
});

const rows: readonly (readonly [Kind, Values, path: string, instead: string])[] = [
  ["ServiceOwner", { name: inTemplate }, "name", "pulumi.interpolate"],
  ["ServiceOwner", { name: ofObject }, "name", "pulumi.interpolate"],
  ["ServiceOwner", { name: "undefined" }, "name", "leave it out"],
  ["Resource", resourceArgs(id, { homepage: "NaN" }), "homepage", "leave it out"],
  ["Resource", resourceArgs(`ttd-${inTemplate}`), "identifier", "pulumi.interpolate"],
  [
    "Resource",
    resourceArgs(id, { title: { nb: ofObject, nn: "b", en: "c" } }),
    "title.nb",
    "pulumi.interpolate",
  ],
  [
    "Resource",
    resourceArgs(id, { contactPoints: [{ email: inTemplate }] }),
    "contactPoints[0].email",
    "pulumi.interpolate",
  ],
  [
    "Resource",
    resourceArgs(id, { consentMetadata: { [ofObject]: {} } }),
    "A name in consentMetadata",
    "pulumi.interpolate",
  ],
  ["ResourcePolicy", policy(ofObject), "rules[0].subjects[0].number", "pulumi.interpolate"],
  [
    "ResourcePolicy",
    { resourceId: id, xml: `<Policy>${inTemplate}</Policy>` },
    "xml",
    "pulumi.interpolate",
  ],
  [
    "BrokerResourceConfig",
    { resourceId: inTemplate, requiredParty: "" },
    "resourceId",
    "pulumi.interpolate",
  ],
  [
    "BrokerResourceConfig",
    { resourceId: id, requiredParty: inJson },
    "requiredParty",
    "pulumi.interpolate",
  ],
];

test.each(rows)("%s %j: %s", async (kind, args, path, instead) => {
  const refusals = await refusalsOf(kind, args);
  expect(refusals).toEqual([expect.stringContaining(instead)]);
  expect(refusals[0]?.startsWith(`${path} `)).toBe(true);
  expect(world.standin.requests).toEqual([]);
});

test("a word in a longer text is a word", async () => {
  const args = resourceArgs(id, {
    description: { nb: "undefined er et ord", nn: "NaN-feil", en: "undefined, NaN" },
  });
  expect(await refusalsOf("Resource", args)).toEqual([]);
});

test("it can be acknowledged, by a service owner that is registered under such a name too", async () => {
  await world.context.broker.postServiceOwner(ofObject);
  const meant = { name: ofObject, acknowledge: ["mistaken-text"] };
  expect(await refusalsOf("ServiceOwner", { name: ofObject })).toEqual([
    'name holds "[object Object]", which is an object that was made a text. Write the member that is meant. For an Output write pulumi.interpolate`...` (of "@pulumi/pulumi"), or the Output by itself, without backticks. Or write acknowledge: ["mistaken-text"] when it is meant.',
  ]);
  expect(await refusalsOf("ServiceOwner", meant)).toEqual([]);
});

test.each(["ttd-undefined", "undefined-licences", "ttd-NaN", "ttd-null-x"])(
  "an identifier such as %s is refused, and may be meant",
  async (identifier) => {
    expect(await refusalsOf("Resource", resourceArgs(identifier))).toEqual([
      expect.stringMatching(/^identifier is ".*environment variable that is not set.*acknowledge/),
    ]);
    const meant = { resourceId: identifier, requiredParty: "", acknowledge: ["mistaken-text"] };
    expect(await refusalsOf("BrokerResourceConfig", meant)).toEqual([]);
  },
);

test("a word that only begins so is no missing value", async () => {
  expect(await refusalsOf("Resource", resourceArgs("ttd-nullpunkt-undefinedx"))).toEqual([]);
});

test("the text of an Output is never meant", async () => {
  const args = { name: inTemplate, acknowledge: ["mistaken-text"] };
  expect(await refusalsOf("ServiceOwner", args)).toEqual([
    expect.stringMatching(/^name holds what Pulumi says of an Output.*without backticks\.$/),
  ]);
});

test("what stands in state already is warned about", async () => {
  const olds = { name: ofObject, readyTimeoutSeconds: 300, onDelete: "forget" };
  expect(await refusalsOf("ServiceOwner", { ...olds, readyTimeoutSeconds: 20 }, olds)).toEqual([]);
  expect(world.warnings).toEqual([
    expect.stringMatching(
      new RegExp(
        `^warning \\[mistaken-text\\]: ServiceOwner ${world.organisation.number}: name holds`,
      ),
    ),
  ]);
});
