import fc from "fast-check";
import { A, B, LIST, OWNER_CODE, SYSTEM_USER } from "./askers";
import * as text from "./policy-texts";
import type { AnyOfSpec, MatchSpec, RuleSpec } from "./policy-texts";
import { RESOURCE_ID } from "./standin-decisions";

/* Policies of the plain form, of every shape that decides who gets in. What is usual is frequent. */

export const IS_IN = "urn:oasis:names:tc:xacml:1.0:function:string-is-in";

export const ATTRIBUTE = {
  organization: "urn:altinn:organization:identifier-no",
  legacy: "urn:altinn:organizationnumber",
  org: "urn:altinn:org",
  systemUser: "urn:altinn:systemuser:uuid",
  role: "urn:altinn:rolecode",
  ccr: "urn:altinn:external-role:ccr",
  cra: "urn:altinn:external-role:cra",
  accessPackage: "urn:altinn:accesspackage",
  accessList: "urn:altinn:access-list",
  delegation: "urn:altinn:resource:delegation",
} as const;

const DELEGATING: readonly string[] = [
  ATTRIBUTE.role,
  ATTRIBUTE.ccr,
  ATTRIBUTE.cra,
  ATTRIBUTE.accessPackage,
];
export const delegates = ({ id, category }: MatchSpec) =>
  category === text.SUBJECT && DELEGATING.includes(id);
const isPlaceholder = ({ value }: MatchSpec) => /^[[{<$]/.test(value);

const weighted = <T>(...choices: [weight: number, value: T][]): fc.Arbitrary<T> =>
  fc.oneof(...choices.map(([weight, value]) => ({ weight, arbitrary: fc.constant(value) })));

const compared = (values: fc.Arbitrary<MatchSpec>): fc.Arbitrary<MatchSpec> =>
  fc
    .tuple(values, weighted([6, text.STRING_EQUAL], [2, text.IGNORE_CASE], [1, IS_IN]))
    .map(([match, matchId]) => ({ ...match, matchId }));

const subject = compared(
  weighted<MatchSpec>(
    [8, text.org(A)],
    [6, text.org(B)],
    [1, text.org("[number]")],
    [1, text.org("12345")],
    [3, text.subject(ATTRIBUTE.legacy, A)],
    [1, text.subject(ATTRIBUTE.legacy, B)],
    [3, text.subject(ATTRIBUTE.org, OWNER_CODE)],
    [2, text.subject(ATTRIBUTE.org, OWNER_CODE.toUpperCase())],
    [1, text.subject(ATTRIBUTE.org, A)],
    [1, text.subject(ATTRIBUTE.org, "other, and (more)")],
    [1, text.subject(ATTRIBUTE.org, "{org}")],
    [3, text.subject(ATTRIBUTE.systemUser, SYSTEM_USER)],
    [1, text.subject(ATTRIBUTE.systemUser, SYSTEM_USER.toUpperCase())],
    [1, text.subject(ATTRIBUTE.systemUser, "the-program")],
    [5, text.role("dagl")],
    [2, text.role("LEDE")],
    [1, text.role("[role]")],
    [2, text.subject(ATTRIBUTE.ccr, "daglig-leder")],
    [2, text.subject(ATTRIBUTE.cra, "Verge")],
    [3, text.subject(ATTRIBUTE.accessPackage, "lonn")],
    [2, text.subject(ATTRIBUTE.accessPackage, "LONN")],
    [2, text.subject(ATTRIBUTE.accessPackage, "skatt-naering")],
    [1, text.subject(ATTRIBUTE.accessPackage, "<package>")],
    [2, text.subject(ATTRIBUTE.accessList, LIST)],
    [1, text.subject(ATTRIBUTE.delegation, "app_ttd_a")],
  ),
);

const R1 = text.resource(RESOURCE_ID);
const identifier = weighted<MatchSpec>(
  [24, R1],
  [2, text.resource("R1")],
  [2, text.resource("R1", { matchId: text.IGNORE_CASE })],
  [1, text.resource(RESOURCE_ID, { matchId: IS_IN })],
  [2, text.resource("other")],
);
const party = weighted<MatchSpec[]>(
  [20, []],
  [4, [text.party(A)]],
  [3, [text.party(B)]],
  [1, [{ ...text.party(A), matchId: text.IGNORE_CASE }]],
  [1, [text.party("[party]")]],
);
const resource = fc
  .tuple(identifier, party, fc.boolean())
  .map(([id, parties, turned]) => (turned ? [...parties, id] : [id, ...parties]));

const action = compared(
  weighted(
    [10, text.action("read")],
    [10, text.action("write")],
    [6, text.action("subscribe")],
    [2, text.action("publish")],
    [5, text.action("READ")],
    [1, text.action("Write")],
    [1, text.action("sign, read")],
    [1, text.action("[action]")],
  ),
);

const side = (allOf: fc.Arbitrary<MatchSpec[]>, never: number): fc.Arbitrary<AnyOfSpec[]> =>
  fc.oneof(
    {
      weight: 30,
      arbitrary: fc.array(allOf, { minLength: 1, maxLength: 2 }).map((each) => [each]),
    },
    { weight: never, arbitrary: fc.constant<AnyOfSpec[]>([]) },
  );
const alone = (match: fc.Arbitrary<MatchSpec>) => match.map((each) => [each]);

const rule: fc.Arbitrary<RuleSpec> = fc
  .tuple(
    side(alone(subject), 2),
    side(resource, 0),
    side(alone(action), 2),
    weighted([9, false], [1, true]),
  )
  .map(([subjects, resources, actions, turned]) => {
    const anyOfs = [...subjects, ...resources, ...actions];
    return { anyOfs: turned ? anyOfs.reverse() : anyOfs };
  });

interface Levels {
  readonly all: number | undefined;
  readonly organizations: number | undefined;
}

const level = weighted<number | undefined>(
  [12, undefined],
  ...[0, 1, 2, 3, 4, 5].map((value): [number, number] => [1, value]),
);
const levels: fc.Arbitrary<Levels> = fc.oneof(
  { weight: 30, arbitrary: fc.record({ all: level, organizations: level }) },
  { weight: 1, arbitrary: fc.constant<Levels>({ all: 4, organizations: 3 }) },
);

/** Obligations with the levels, each in an obligation of its own. */
function obligations({ all, organizations }: Levels): string {
  const texts = [
    ...(organizations === undefined
      ? []
      : [text.level(String(organizations), "urn:altinn:minimum-authenticationlevel-org")]),
    ...(all === undefined ? [] : [text.level(String(all))]),
  ];
  return texts.join("").replaceAll(/<\/x:ObligationExpressions>\s*<x:ObligationExpressions>/g, "");
}

/** A plain policy, as it is written. */
export interface Plain {
  readonly rules: readonly RuleSpec[];
  readonly levels: Levels;
}

export const plainText = ({ rules, levels: wanted }: Plain): string =>
  text.policyText({ rules: [...rules], obligations: obligations(wanted) });

export const matchesOf = ({ rules }: Plain): MatchSpec[] =>
  rules.flatMap(({ anyOfs }) => anyOfs.flat(2));

const hasPlaceholderRole = (plain: Plain) =>
  matchesOf(plain).some((match) => delegates(match) && isPlaceholder(match));

const onAnyOfs = (plain: Plain, change: (anyOf: AnyOfSpec) => AnyOfSpec): Plain => ({
  ...plain,
  rules: plain.rules.map((each) => ({ ...each, anyOfs: each.anyOfs.map(change) })),
});

const inLowerCase = (anyOf: AnyOfSpec): AnyOfSpec =>
  anyOf.map((allOf) =>
    allOf.map((match) =>
      match.category === text.SUBJECT ? match : { ...match, value: match.value.toLowerCase() },
    ),
  );

/**
 * With one spelling of each right where a role is a placeholder: such a role spells rights all the same,
 * and `withoutPlaceholderRoles` takes it out.
 */
export const inOneSpelling = (plain: Plain): Plain =>
  hasPlaceholderRole(plain) ? onAnyOfs(plain, inLowerCase) : plain;

export const plainPolicies: fc.Arbitrary<Plain> = fc
  .record({ rules: fc.array(rule, { minLength: 1, maxLength: 3 }), levels })
  .map(inOneSpelling);

/** The policy as far as somebody may hold what it names. */
export function withoutPlaceholderRoles(plain: Plain): Plain {
  if (!hasPlaceholderRole(plain)) return plain;
  const held = onAnyOfs(plain, (anyOf) =>
    anyOf.filter((allOf) => !allOf.some((match) => delegates(match) && isPlaceholder(match))),
  );
  return {
    ...held,
    rules: held.rules.filter(({ anyOfs }) => !anyOfs.some((each) => each.length === 0)),
  };
}
