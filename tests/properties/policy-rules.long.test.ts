import { afterAll, expect } from "@jest/globals";
import fc from "fast-check";
import {
  accessOfText,
  checkPolicy,
  checkRules,
  findingText,
  PolicyError,
  readPolicy,
  renderPolicy,
  samePolicy,
  typedPolicy,
  type Rule,
  type Subject,
} from "../../provider/policy";
import { getsIn } from "../decisions/words-reader.mjs";
import { A, ASKERS, B, C, LIST, OWNER_CODE, SYSTEM_USER, type Asker } from "../unit/policy/askers";
import { openDecisions, RESOURCE_ID } from "../unit/policy/standin-decisions";
import { anyJson, anyText } from "./any";
import { property } from "./property";
import { isSentence } from "./sentences";

/* Typed rules, as the program gives them. */

const number = fc.constantFrom(A, B, C);
const code = (...usual: string[]) =>
  fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...usual) }, { weight: 1, arbitrary: anyText });
const [owner = "", list = ""] = LIST.split(":");
const subject: fc.Arbitrary<Subject> = fc.oneof(
  fc.record({
    type: fc.constant("organization" as const),
    number,
    onBehalfOf: fc.constantFrom("itself" as const, "anyone" as const),
  }),
  fc.record({ type: fc.constant("organization" as const), number }),
  fc.record({ type: fc.constant("role" as const), code: code("dagl", "LEDE") }),
  fc.record({
    type: fc.constant("externalRole" as const),
    register: fc.constantFrom("ccr" as const, "cra" as const),
    code: code("daglig-leder", "Verge"),
  }),
  fc.record({
    type: fc.constant("accessPackage" as const),
    code: code("lonn", "urn:altinn:accesspackage:skatt-naering"),
  }),
  fc.record({ type: fc.constant("serviceOwner" as const), code: code(OWNER_CODE, "TTD", "skd") }),
  fc.record({
    type: fc.constant("systemUser" as const),
    uuid: code(SYSTEM_USER, SYSTEM_USER.toUpperCase()),
  }),
  fc.record({
    type: fc.constant("accessList" as const),
    owner: fc.constant(owner),
    list: fc.constant(list),
  }),
  fc.record({
    type: fc.constant("resourceDelegation" as const),
    resourceId: code("app_ttd_a"),
  }),
);
const rule: fc.Arbitrary<Rule> = fc.record({
  subjects: fc.array(subject, { minLength: 1, maxLength: 4 }),
  actions: fc.array(code("read", "write", "subscribe", "READ"), { minLength: 1, maxLength: 3 }),
});
const policies = fc.record(
  {
    rules: fc.array(rule, { minLength: 1, maxLength: 3 }),
    minimumAuthenticationLevel: fc.constantFrom(0, 1, 2, 3, 4),
  },
  { requiredKeys: ["rules"] },
);

const decisions = openDecisions(ASKERS);
afterAll(() => {
  decisions.close();
});

/** Whether the rules name whoever asks, for the party and for an action that is asked for; delegations apart. */
const areNamed = (rules: readonly Rule[], asker: Asker): boolean =>
  rules.some(
    ({ subjects, actions }) =>
      asker.actions.some((action) => actions.includes(action)) &&
      subjects.some((each) => isNamed(each, asker)),
  );

function isNamed(each: Subject, { organization, systemUser, serviceOwner, party }: Asker): boolean {
  if (each.type === "organization")
    return each.number === organization && (each.onBehalfOf !== "itself" || party === each.number);
  if (each.type === "systemUser") return each.uuid.toLowerCase() === systemUser?.toLowerCase();
  return each.type === "serviceOwner" && each.code.toLowerCase() === serviceOwner;
}

/** What nobody was delegated, holds or is on a list for gets in by its name alone. */
const byNameAlone = ASKERS.filter(
  ({ delegatedBy, packages, lists, party }) =>
    delegatedBy === undefined && !packages && !lists && party !== undefined,
);

property("rules are rendered as a policy that means what they say", policies, (given) => {
  if (checkRules(given.rules).length > 0) return;
  const typed = { resourceId: RESOURCE_ID, ...given };
  let xml: string;
  try {
    xml = renderPolicy(typed);
  } catch (error) {
    expect(error).toBeInstanceOf(PolicyError);
    return;
  }
  const { form, lines } = accessOfText(xml, RESOURCE_ID);
  const refused = checkPolicy({ xml, resourceId: RESOURCE_ID }).refusals.map((each) => each.code);
  // A value with blanks around it is read differently by different readers, and is refused.
  if (form === "unusual") {
    expect(refused).toContain("unusual-policy");
    return;
  }
  const values = (of: readonly Rule[]) =>
    new Set(of.flatMap(({ actions }) => actions.map((each) => each)));
  const back = typedPolicy(xml, RESOURCE_ID);
  if (back) {
    expect(values(back.rules)).toEqual(values(given.rules));
    expect(samePolicy(renderPolicy(back), xml, RESOURCE_ID)).toBe(true);
  }
  expect(readPolicy(xml).rules.length).toBeGreaterThanOrEqual(given.rules.length);
  // Nobody holds a role whose name is a placeholder, though the embedded Altinn would let it delegate.
  if (refused.includes("placeholder")) return;
  decisions.use(xml);
  const isClosed = (given.minimumAuthenticationLevel ?? 0) > 3;
  for (const asker of ASKERS) {
    const said = getsIn(lines, asker, asker.party, asker.actions);
    if (said !== decisions.letsIn(asker))
      throw new Error(`the words say ${String(said)}: ${JSON.stringify({ asker, lines })}\n${xml}`);
    if (byNameAlone.includes(asker) && said !== (!isClosed && areNamed(given.rules, asker)))
      throw new Error(`the rules say otherwise: ${JSON.stringify({ asker, lines })}\n${xml}`);
  }
});

const nearlyRules = fc.oneof(
  anyJson,
  fc.array(
    fc.oneof(
      anyJson,
      fc.record(
        {
          subjects: fc.array(
            fc.oneof(
              subject,
              anyJson,
              fc
                .tuple(subject, fc.constantFrom("type", "code", "number", "onBehalfOf"), anyJson)
                .map(([each, key, value]) => ({ ...each, [key]: value })),
            ),
            { maxLength: 3 },
          ),
          actions: fc.array(fc.oneof(code("read"), anyJson), { maxLength: 2 }),
          effect: anyJson,
        },
        { requiredKeys: [] },
      ),
    ),
    { maxLength: 3 },
  ),
);

property(
  "any JSON as rules is refused in sentences, or rendered",
  fc.tuple(nearlyRules, fc.option(fc.oneof(anyJson, fc.constantFrom(1e21, -0, 3.0, 2 ** 53)))),
  ([rules, level]) => {
    const minimumAuthenticationLevel = level ?? undefined;
    const findings = checkRules(rules, minimumAuthenticationLevel);
    for (const text of findings.map(findingText)) expect(isSentence(text)).toBe(true);
    if (findings.length > 0) return;
    try {
      const xml = renderPolicy({
        resourceId: RESOURCE_ID,
        rules: rules as Rule[],
        minimumAuthenticationLevel: minimumAuthenticationLevel as number | undefined,
      });
      const { refusals } = checkPolicy({ xml, resourceId: RESOURCE_ID, rules: rules as Rule[] });
      expect(refusals.filter(({ code: each }) => each === "unreadable")).toEqual([]);
    } catch (error) {
      if (!(error instanceof PolicyError)) throw error;
    }
  },
);
