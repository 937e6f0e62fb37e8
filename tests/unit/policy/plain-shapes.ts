import { A, B } from "./askers";
import { ATTRIBUTE, delegates, IS_IN, matchesOf, type Plain } from "./plain-policies";
import * as text from "./policy-texts";
import type { MatchSpec, RuleSpec } from "./policy-texts";

/* What is asked of a generated policy in order to count how often each shape occurs. */

const has = (holds: (match: MatchSpec) => boolean) => (plain: Plain) =>
  matchesOf(plain).some(holds);
const hasRule = (holds: (rule: RuleSpec) => boolean) => (plain: Plain) => plain.rules.some(holds);

const ofCategory = (rule: RuleSpec, category: string) =>
  rule.anyOfs.flat().filter((allOf) => allOf[0]?.category === category);
const isUpper = ({ value }: MatchSpec) => value !== value.toLowerCase();

const subject = (id: string) => has((match) => match.category === text.SUBJECT && match.id === id);
const cased = (id: string, matchId: string) =>
  has((match) => match.id === id && match.matchId === matchId && isUpper(match));
const compared = (category: string, matchId: string) =>
  has((match) => match.category === category && match.matchId === matchId);
const placeholder = (holds: (match: MatchSpec) => boolean) =>
  has((match) => /^[[{<$]/.test(match.value) && holds(match));
const partyOf = (rule: RuleSpec) =>
  ofCategory(rule, text.RESOURCE).flatMap((allOf) =>
    allOf.filter(({ id }) => id === ATTRIBUTE.organization).map(({ value }) => value),
  );
const withParty = (number: string) =>
  hasRule(
    (rule) =>
      ofCategory(rule, text.SUBJECT).some(
        ([match]) => match?.id === ATTRIBUTE.organization && match.value === A,
      ) && partyOf(rule).includes(number),
  );
const without = (category: string, holds: (rule: RuleSpec) => boolean = () => true) =>
  hasRule((rule) => ofCategory(rule, category).length === 0 && holds(rule));
const several = (category: string) => hasRule((rule) => ofCategory(rule, category).length > 1);

const namesRole = (rule: RuleSpec) => rule.anyOfs.flat(2).some(delegates);
const spellings = (rule: RuleSpec, name: string) =>
  ofCategory(rule, text.ACTION)
    .flat()
    .map(({ value }) => value)
    .filter((value) => value.toLowerCase() === name);
/** `READ` stands before `read`, and the later rule names a role. */
const spelledTwice = (first: (rule: RuleSpec) => boolean) => (plain: Plain) => {
  const at = plain.rules.findIndex((rule) => first(rule) && spellings(rule, "read")[0] === "READ");
  return (
    at >= 0 &&
    plain.rules.some(
      (rule, index) => index > at && namesRole(rule) && spellings(rule, "read").includes("read"),
    )
  );
};

const levelShapes = [0, 1, 2, 3, 4, 5].flatMap((level): [string, (plain: Plain) => boolean][] => [
  [`level ${level}`, ({ levels }) => levels.all === level],
  [`level ${level} for organisations`, ({ levels }) => levels.organizations === level],
]);

/** What decides who gets in, row by row: whether a policy has it. */
export const SHAPES: Readonly<Record<string, (plain: Plain) => boolean>> = {
  "an organisation": subject(ATTRIBUTE.organization),
  "an organisation on its own behalf": withParty(A),
  "an organisation for another party": withParty(B),
  "an organisation by the older attribute": subject(ATTRIBUTE.legacy),
  "a service owner": subject(ATTRIBUTE.org),
  "a system user": subject(ATTRIBUTE.systemUser),
  "a role": subject(ATTRIBUTE.role),
  "a role of Enhetsregisteret": subject(ATTRIBUTE.ccr),
  "a role of guardians": subject(ATTRIBUTE.cra),
  "an access package": subject(ATTRIBUTE.accessPackage),
  "an access list": subject(ATTRIBUTE.accessList),
  "what may delegate the resource": subject(ATTRIBUTE.delegation),
  "no subject": without(text.SUBJECT),
  "no action": without(text.ACTION),
  "a role or package without an action": without(text.ACTION, namesRole),
  "several rules": ({ rules }) => rules.length > 1,
  "several subjects": several(text.SUBJECT),
  "several resources": several(text.RESOURCE),
  "several actions": several(text.ACTION),
  "another resource": has(({ value }) => value === "other"),
  "the resource in capitals": has(({ value, matchId }) => value === "R1" && matchId === undefined),
  "the resource in capitals, compared in any casing": cased(
    "urn:altinn:resource",
    text.IGNORE_CASE,
  ),
  "a role or package for one party": hasRule((rule) => namesRole(rule) && partyOf(rule).length > 0),
  "anyone for one party": without(text.SUBJECT, (rule) => partyOf(rule).length > 0),
  "subjects compared in any casing": compared(text.SUBJECT, text.IGNORE_CASE),
  "actions compared in any casing": compared(text.ACTION, text.IGNORE_CASE),
  "parties compared in any casing": has(
    ({ id, category, matchId }) =>
      category === text.RESOURCE && id === ATTRIBUTE.organization && matchId === text.IGNORE_CASE,
  ),
  "subjects compared by string-is-in": compared(text.SUBJECT, IS_IN),
  "actions compared by string-is-in": compared(text.ACTION, IS_IN),
  "a code in capitals": cased(ATTRIBUTE.org, text.STRING_EQUAL),
  "a code in capitals, compared in any casing": cased(ATTRIBUTE.org, text.IGNORE_CASE),
  "a UUID in capitals": cased(ATTRIBUTE.systemUser, text.STRING_EQUAL),
  "a UUID in capitals, compared in any casing": cased(ATTRIBUTE.systemUser, text.IGNORE_CASE),
  "a package in capitals": cased(ATTRIBUTE.accessPackage, text.STRING_EQUAL),
  "a package in capitals, compared in any casing": cased(ATTRIBUTE.accessPackage, text.IGNORE_CASE),
  "an action in capitals": cased(text.action("").id, text.STRING_EQUAL),
  "an action in capitals, compared in any casing": cased(text.action("").id, text.IGNORE_CASE),
  "an action in two spellings of roles": spelledTwice(namesRole),
  "an action in two spellings, the first where no role is named": spelledTwice(
    (rule) => !namesRole(rule),
  ),
  "a number as a service owner's code": has(({ id, value }) => id === ATTRIBUTE.org && value === A),
  "an organisation without a number": has(({ value }) => value === "12345"),
  "a system user without a UUID": has(({ value }) => value === "the-program"),
  "a placeholder in a direct subject": placeholder(
    (match) => match.category === text.SUBJECT && !delegates(match),
  ),
  "a placeholder in a role or package": placeholder(delegates),
  "a placeholder for the party": placeholder(({ category }) => category === text.RESOURCE),
  "a placeholder for the action": placeholder(({ category }) => category === text.ACTION),
  ...Object.fromEntries(levelShapes),
  "level 4, and 3 for organisations": ({ levels }) =>
    levels.all === 4 && levels.organizations === 3,
};
