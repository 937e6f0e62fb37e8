import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  accessList,
  accessPackage,
  decodePolicy,
  externalRole,
  organization,
  readPolicy,
  renderPolicy,
  resourceDelegation,
  resourceIdOf,
  role,
  samePolicy,
  serviceOwner,
  systemUser,
  typedPolicy,
  whyUntyped,
  type Rule,
} from "../../provider/policy";
import { policyFor } from "../support/policies";

/* Typed rules that mean what a text means, or none. */

const id = "ttd-licences";

const rules: Rule[] = [
  { subjects: [organization("991825827", { onBehalfOf: "anyone" })], actions: ["read", "write"] },
  {
    subjects: [
      organization("974761076", { onBehalfOf: "itself" }),
      organization("889640782", { onBehalfOf: "itself" }),
    ],
    actions: ["write", "subscribe"],
  },
  { subjects: [serviceOwner("ttd"), role("dagl")], actions: ["subscribe"] },
  { subjects: [externalRole("ccr", "daglig-leder")], actions: ["read"] },
  { subjects: [accessPackage("skattegrunnlag")], actions: ["read"] },
  { subjects: [systemUser("a1b2c3d4-0000-4000-8000-000000000001")], actions: ["read"] },
  { subjects: [accessList("ttd", "partners:a")], actions: ["subscribe"] },
  { subjects: [resourceDelegation("app_ttd_skjema")], actions: ["read"] },
];

test("rules that were rendered come back as they were", () => {
  const typed = { resourceId: id, rules, minimumAuthenticationLevel: 3 };
  expect(typedPolicy(renderPolicy(typed), id)).toEqual(typed);
});

test("a policy by hand is told in rules that mean the same", () => {
  const xml = policyFor(id, ["974761076"]);
  const typed = typedPolicy(xml, id);
  expect(typed?.rules).toEqual([
    {
      subjects: [organization("974761076", { onBehalfOf: "anyone" })],
      actions: ["read", "write", "publish", "subscribe"],
    },
  ]);
  expect(samePolicy(renderPolicy(typed ?? { resourceId: id, rules }), xml, id)).toBe(true);
});

const usual = policyFor(id, ["974761076"]);
const level = (category: string): string =>
  `<xacml:ObligationExpressions><xacml:ObligationExpression ObligationId="o" FulfillOn="Permit"><xacml:AttributeAssignmentExpression AttributeId="a" Category="${category}"><xacml:AttributeValue DataType="http://www.w3.org/2001/XMLSchema#integer">2</xacml:AttributeValue></xacml:AttributeAssignmentExpression></xacml:ObligationExpression></xacml:ObligationExpressions></xacml:Policy>`;

test.each([
  ["a Deny", usual.replace('Effect="Permit"', 'Effect="Deny"'), 'rule 1 has Effect="Deny"'],
  [
    "another resource",
    usual.replace(`>${id}<`, ">ttd-other<"),
    "rule 1 is for ttd-other, not for this resource alone",
  ],
  ["no subject", usual.replace(/<xacml:AnyOf>[^]*?<\/xacml:AnyOf>/, ""), "rule 1 is for anyone"],
  [
    "an exchanged token",
    usual.replaceAll("urn:altinn:organization:identifier-no", "urn:altinn:organizationnumber"),
    /^rule 1 .*974761076/,
  ],
  [
    "a level of organisations",
    usual.replace("</xacml:Policy>", level("urn:altinn:minimum-authenticationlevel-org")),
    "it asks another authentication level of organisations than of others",
  ],
  ["no XML", "<", /./],
])("%s has no rules, and why is told", (_what, xml, why) => {
  expect(typedPolicy(xml, id)).toBeUndefined();
  expect(whyUntyped(xml, id)).toEqual(expect.stringMatching(why));
});

test("of what has rules there is no reason why it has none", () => {
  expect(whyUntyped(usual, id)).toBeUndefined();
});

const shared = process.env["ALTINN_SHARED_DIR"];
const folder = join(shared ?? "", "fixtures", "policies");
const files =
  shared && existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".xml")) : [];

test("real policies that have rules mean the same by them", () => {
  let typed = 0;
  for (const file of files) {
    const xml = decodePolicy(readFileSync(join(folder, file)));
    const found = resourceIdOf(readPolicy(xml));
    if (!("id" in found)) continue;
    const rulesOf = typedPolicy(xml, found.id);
    if (rulesOf === undefined) continue;
    typed += 1;
    expect([file, samePolicy(renderPolicy(rulesOf), xml, found.id)]).toEqual([file, true]);
  }
  console.info(
    files.length === 0
      ? "93 real policies LEFT OUT: ALTINN_SHARED_DIR does not name them."
      : `${String(typed)} of ${String(files.length)} real policies as typed rules`,
  );
});
