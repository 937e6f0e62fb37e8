import {
  A,
  ATTRIBUTE,
  B,
  both,
  FOUR,
  forOwners,
  INTEGER,
  NO_FUNCTION,
  task,
  THREE,
  type Case,
} from "./generated-policies";
import * as text from "./policy-texts";
import type { MatchSpec, RuleSpec } from "./policy-texts";

/* What is asked of a generated policy in order to count how often each shape occurs. */

const rulesOf = ({ policy }: Case) => policy.rules;
const allOfsOf = (rule: RuleSpec, category: string): MatchSpec[][] =>
  rule.anyOfs
    .flat()
    .map((allOf) => allOf.filter((match) => match.category === category))
    .filter((allOf) => allOf.length > 0);
const someSubjects = (each: Case, holds: (allOf: MatchSpec[], rule: RuleSpec) => boolean) =>
  rulesOf(each).some((rule) => allOfsOf(rule, text.SUBJECT).some((allOf) => holds(allOf, rule)));
const aloneBy = (id: string) => (each: Case) =>
  someSubjects(each, ([only, second]) => only?.id === id && !second);
const isRole = ({ id }: MatchSpec) => /rolecode|external-role|accesspackage/.test(id);
const isOrganisation = ({ id }: MatchSpec) => id === "urn:altinn:organization:identifier-no";
const someMatch = (holds: (match: MatchSpec) => boolean) => (each: Case) =>
  rulesOf(each).some((rule) => rule.anyOfs.flat(2).some(holds));
const hasNo = (category: string) => (each: Case) =>
  rulesOf(each).some((rule) => allOfsOf(rule, category).length === 0);
const severalAnyOf = (category: string) => (each: Case) =>
  rulesOf(each).some(
    ({ anyOfs }) =>
      anyOfs.filter((anyOf) => anyOf.flat().every((match) => match.category === category)).length >
      1,
  );
const hasAlgorithm = (end: string) => (each: Case) => each.policy.algorithm?.endsWith(end) === true;
const hasLevels = (levels: string | undefined) => (each: Case) =>
  each.policy.obligations === levels;
const denies = (holds: (allOf: MatchSpec[]) => boolean) => (each: Case) =>
  someSubjects(each, (allOf, { effect }) => effect === "Deny" && holds(allOf));
const withParty = (number: string) => (each: Case) =>
  rulesOf(each).some(
    (rule) =>
      allOfsOf(rule, text.SUBJECT).some(
        ([only]) => only && isOrganisation(only) && only.value === A,
      ) &&
      allOfsOf(rule, text.RESOURCE).some((allOf) =>
        allOf.some((match) => isOrganisation(match) && match.value === number),
      ),
  );

/** What decides who gets in, row by row: whether a case has it. */
export const SHAPES: Record<string, (each: Case) => boolean> = {
  "organisation for any party": (each) =>
    rulesOf(each).some(
      (rule) =>
        allOfsOf(rule, text.SUBJECT).some(
          ([only, second]) => only && isOrganisation(only) && !second,
        ) &&
        allOfsOf(rule, text.RESOURCE).some(([only, second]) => only?.value === "r1" && !second),
    ),
  "organisation on its own behalf": withParty(A),
  "organisation for another party": withParty(B),
  "two parties in one alternative": (each) =>
    rulesOf(each).some((rule) =>
      allOfsOf(rule, text.RESOURCE).some((allOf) => allOf.filter(isOrganisation).length > 1),
    ),
  "organisation by the older attribute": aloneBy(ATTRIBUTE.legacy),
  "service owner": aloneBy(ATTRIBUTE.org),
  "system user": aloneBy(ATTRIBUTE.systemUser),
  role: aloneBy("urn:altinn:rolecode"),
  "access package": aloneBy(ATTRIBUTE.accessPackage),
  "role of Enhetsregisteret": aloneBy(ATTRIBUTE.ccr),
  "role of guardians": aloneBy(ATTRIBUTE.cra),
  "role and organisation together": (each) =>
    someSubjects(each, (allOf) => allOf.some(isRole) && allOf.some(isOrganisation)),
  "two roles together": (each) => someSubjects(each, (allOf) => allOf.filter(isRole).length > 1),
  "two other subjects together": (each) =>
    someSubjects(each, (allOf) => allOf.length > 1 && !allOf.some(isRole)),
  "access list as subject": aloneBy(ATTRIBUTE.accessList),
  "attribute that no caller has": aloneBy("urn:altinn:partytype"),
  "value that never matches": someMatch(({ value }) => /^$|^12345$| $|\[/.test(value)),
  "value of another data type": someMatch(({ dataType }) => dataType === INTEGER),
  "no subject": hasNo(text.SUBJECT),
  "no action": hasNo(text.ACTION),
  "no resource": hasNo(text.RESOURCE),
  "several AnyOf of subjects": severalAnyOf(text.SUBJECT),
  "several AnyOf of resources": severalAnyOf(text.RESOURCE),
  "several AnyOf of actions": severalAnyOf(text.ACTION),
  "AllOf over several categories": (each) =>
    rulesOf(each).some((rule) =>
      rule.anyOfs.flat().some((allOf) => new Set(allOf.map(({ category }) => category)).size > 1),
    ),
  "several resource attributes": (each) =>
    rulesOf(each).some((rule) =>
      allOfsOf(rule, text.RESOURCE).some((allOf) => allOf.includes(task)),
    ),
  "another resource": someMatch(({ value }) => value === "other"),
  "resource in any casing": someMatch(
    (match) => match.value === "R1" && match.matchId === text.IGNORE_CASE,
  ),
  "resource in another casing": someMatch((match) => match.value === "R1" && !match.matchId),
  "action in any casing": someMatch(
    (match) => match.value === "READ" && match.matchId === text.IGNORE_CASE,
  ),
  "action in another casing": someMatch((match) => match.value === "READ" && !match.matchId),
  "subject in any casing": someMatch(
    (match) => match.value === "TTD" && match.matchId === text.IGNORE_CASE,
  ),
  "several actions at once": (each) =>
    rulesOf(each).some((rule) => allOfsOf(rule, text.ACTION).some((allOf) => allOf.length > 1)),
  condition: (each) => rulesOf(each).some((rule) => rule.condition !== undefined),
  "MustBePresent of a subject": someMatch(
    (match) => match.category === text.SUBJECT && match.mustBePresent === true,
  ),
  "MustBePresent of what is always there": someMatch(
    (match) => match.category !== text.SUBJECT && match.mustBePresent === true,
  ),
  "unknown MatchId": someMatch((match) => match.matchId === NO_FUNCTION),
  "regular expression": someMatch((match) => match.matchId?.endsWith("regexp-match") === true),
  "whole numbers compared": someMatch((match) => match.matchId?.endsWith("integer-equal") === true),
  "attribute selector": someMatch((match) => match.selector === true),
  "category that is not looked at": someMatch((match) => match.category.endsWith(":environment")),
  "Target of the policy itself": ({ policy }) => policy.target !== undefined,
  "unknown algorithm": hasAlgorithm("no-such-algorithm"),
  "deny-overrides of XACML 1.0": hasAlgorithm(":1.0:rule-combining-algorithm:deny-overrides"),
  "ordered-deny-overrides": hasAlgorithm("ordered-deny-overrides"),
  "permit-overrides": hasAlgorithm(":permit-overrides"),
  "permit-unless-deny": hasAlgorithm("permit-unless-deny"),
  "deny-unless-permit": hasAlgorithm("deny-unless-permit"),
  "first-applicable": hasAlgorithm("first-applicable"),
  "Deny of an organisation": denies((allOf) => allOf.some(isOrganisation)),
  "Deny of a role or package": denies((allOf) => allOf.some(isRole)),
  "Deny of anyone": (each) =>
    rulesOf(each).some(
      (rule) => rule.effect === "Deny" && allOfsOf(rule, text.SUBJECT).length === 0,
    ),
  "level 3": hasLevels(THREE),
  "level 4": hasLevels(FOUR),
  "level 4, and 3 for organisations": hasLevels(both(FOUR, forOwners("3"))),
  "level 4, and 4 for organisations": hasLevels(both(FOUR, forOwners("4"))),
  "level 3, and then 4": hasLevels(both(THREE, FOUR)),
  "level that is no number": hasLevels(text.level("high")),
  "level 4 for organisations alone": hasLevels(forOwners("4")),
  "delegable: false": ({ document }) => !document.delegable,
  "accessListMode: Enabled": ({ document }) => document.accessListMode === "Enabled",
};
