import { organization, type Rule } from "../../provider/policy";
import { accessOf, textOf, warningsOf } from "../../provider/pulumi/policy-of-arguments";

/* What rules came to last is kept with the list; it stands for no other resource and no other level. */

const rules: Rule[] = [
  { subjects: [organization("991825827", { onBehalfOf: "itself" })], actions: ["read"] },
];
const licences = { resourceId: "ttd-licences", rules };

test("another resource of the same list has a policy of its own", () => {
  expect(textOf(licences)).toContain(">ttd-licences<");
  const permits = { ...licences, resourceId: "ttd-permits" };
  expect(textOf(permits)).toContain(">ttd-permits<");
  expect(textOf(permits)).not.toContain("ttd-licences");
  expect(textOf(licences)).toContain(">ttd-licences<");
});

test("another level of the same list has a policy of its own", () => {
  expect(textOf(licences)).not.toContain("authenticationlevel");
  const level = { ...licences, level: 3 };
  expect(textOf(level)).toContain("authenticationlevel");
  expect(accessOf(level)).not.toEqual(accessOf(licences));
});

test("rules that the provider refuses come to nothing, before and after", () => {
  const refused = { ...licences, level: -1 };
  expect([textOf(refused), accessOf(refused), warningsOf(refused)]).toEqual([
    undefined,
    undefined,
    [],
  ]);
  expect([textOf(refused), warningsOf(licences).length]).toEqual([undefined, 1]);
});

test("rules beside xml, which the provider refuses, are not warned about", () => {
  expect(warningsOf({ ...licences, xml: "<Policy/>" })).toEqual([]);
});
