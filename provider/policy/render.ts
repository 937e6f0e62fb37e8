import { create } from "xmlbuilder2";
import { PolicyError } from "./policy-error";
import type { Rule, Subject, TypedPolicy } from "./rules";
import { ATTRIBUTE, CATEGORY, DENY_OVERRIDES, FUNCTION, INTEGER } from "./vocabulary";
import { LEVEL_CATEGORY, STRING, XACML_NAMESPACE } from "./vocabulary";

type Builder = ReturnType<typeof create>;

interface MatchText {
  attributeId: string;
  value: string;
  matchId: string;
}

/**
 * The policy as XML, indented, in the shape that the registry, Altinn Studio and the decision point
 * all read: one AnyOf for the subjects, one for the resource, one for the actions. Equal arguments
 * give equal text, and rules keep their order: rule `n` has the RuleId
 * `urn:altinn:resource:{resourceId}:ruleid:{n}`. Subjects that act for themselves alone need
 * another resource part, so such a rule becomes several, `{n}.1`, `{n}.2`, ...
 *
 * @throws PolicyError for no rule, a rule without subjects or actions (left out, they would stand
 * for anyone and everything), a subject of no known type, and characters that XML cannot hold.
 */
export function renderPolicy(policy: TypedPolicy): string {
  const { resourceId, rules, minimumAuthenticationLevel } = policy;
  if (rules.length === 0) throw new PolicyError("rules is empty; a policy needs at least one rule");
  const document = create({ version: "1.0", encoding: "utf-8" });
  const root = element(document, "Policy", {
    PolicyId: `urn:altinn:resource:${resourceId}:policyid:1`,
    Version: "1.0",
    RuleCombiningAlgId: DENY_OVERRIDES,
  });
  element(root, "Target");
  rules.forEach((rule, index) => {
    if (rule.subjects.length === 0) throw new PolicyError(`rules[${index}].subjects is empty`);
    if (rule.actions.length === 0) throw new PolicyError(`rules[${index}].actions is empty`);
    const parts = byParty(rule);
    parts.forEach(({ subjects, party }, part) => {
      const number = parts.length === 1 ? `${index + 1}` : `${index + 1}.${part + 1}`;
      const ruleId = `urn:altinn:resource:${resourceId}:ruleid:${number}`;
      const target = element(element(root, "Rule", { RuleId: ruleId, Effect: "Permit" }), "Target");
      const resource: MatchText[] = [exactly(ATTRIBUTE.resource, resourceId)];
      if (party !== undefined) resource.push(exactly(ATTRIBUTE.organization, party));
      anyOf(
        target,
        CATEGORY.subject,
        subjects.map((subject) => [subjectMatch(subject)]),
      );
      anyOf(target, CATEGORY.resource, [resource]);
      anyOf(
        target,
        CATEGORY.action,
        rule.actions.map((name) => [exactly(ATTRIBUTE.action, name)]),
      );
    });
  });
  if (minimumAuthenticationLevel !== undefined) levelObligation(root, minimumAuthenticationLevel);

  try {
    return `${document.end({ prettyPrint: true, wellFormed: true })}\n`;
  } catch (cause) {
    const error = new PolicyError("a value holds a character that XML does not allow");
    error.cause = cause;
    throw error;
  }
}

/** The subjects that share a resource part: all that act for anyone, then each that does not. */
function byParty(rule: Rule): { subjects: Subject[]; party: string | undefined }[] {
  const forAnyone: Subject[] = [];
  const forItself = new Map<string, Subject[]>();
  for (const subject of rule.subjects) {
    if (subject.type === "organization" && subject.onBehalfOf === "itself") {
      forItself.set(subject.number, [subject]);
    } else {
      forAnyone.push(subject);
    }
  }
  const parts = [...forItself].map(([party, subjects]) => ({ subjects, party }));
  if (forAnyone.length === 0) return parts;
  return [{ subjects: forAnyone, party: undefined }, ...parts];
}

/**
 * Role and package codes are written in lower case, as the registry lists them and Altinn's own
 * definitions spell them.
 */
function subjectMatch(subject: Subject): MatchText {
  switch (subject.type) {
    case "organization":
      return exactly(ATTRIBUTE.organization, subject.number);
    case "role":
      return inAnyCase(ATTRIBUTE.role, subject.code.toLowerCase());
    case "externalRole": {
      const { register, code } = subject;
      const ccr = register === "ccr";
      const attributeId = ccr ? ATTRIBUTE.externalRoleCcr : ATTRIBUTE.externalRoleCra;
      return inAnyCase(attributeId, code.toLowerCase());
    }
    case "accessPackage":
      return inAnyCase(ATTRIBUTE.accessPackage, subject.code.toLowerCase());
    case "serviceOwner":
      return inAnyCase(ATTRIBUTE.org, subject.code.toLowerCase());
    case "accessList":
      return inAnyCase(ATTRIBUTE.accessList, `${subject.owner}:${subject.list}`);
    case "systemUser":
      return inAnyCase(ATTRIBUTE.systemUser, subject.uuid.toLowerCase());
    case "resourceDelegation":
      return inAnyCase(ATTRIBUTE.resourceDelegation, subject.resourceId);
    case "attribute":
      return exactly(subject.attributeId, subject.value);
    default:
      throw new PolicyError(`no subject has the type ${JSON.stringify((subject as Subject).type)}`);
  }
}

const exactly = (attributeId: string, value: string): MatchText => ({
  attributeId,
  value,
  matchId: FUNCTION.stringEqual,
});

const inAnyCase = (attributeId: string, value: string): MatchText => ({
  attributeId,
  value,
  matchId: FUNCTION.stringEqualIgnoreCase,
});

const element = (parent: Builder, name: string, attributes: Record<string, string> = {}) =>
  parent.ele(XACML_NAMESPACE, `xacml:${name}`, attributes);

function anyOf(target: Builder, category: string, alternatives: MatchText[][]): void {
  const parent = element(target, "AnyOf");
  for (const alternative of alternatives) {
    const allOf = element(parent, "AllOf");
    for (const { attributeId, value, matchId } of alternative) {
      const match = element(allOf, "Match", { MatchId: matchId });
      element(match, "AttributeValue", { DataType: STRING }).txt(value);
      element(match, "AttributeDesignator", {
        AttributeId: attributeId,
        Category: category,
        DataType: STRING,
        MustBePresent: "false",
      });
    }
  }
}

/** Readers find the level by its category alone; the other ids are the ones Altinn Studio writes. */
function levelObligation(root: Builder, level: number): void {
  const obligation = element(element(root, "ObligationExpressions"), "ObligationExpression", {
    ObligationId: "urn:altinn:obligation:authenticationLevel1",
    FulfillOn: "Permit",
  });
  const assignment = element(obligation, "AttributeAssignmentExpression", {
    AttributeId: "urn:altinn:obligation1-assignment1",
    Category: LEVEL_CATEGORY.all,
  });
  element(assignment, "AttributeValue", { DataType: INTEGER }).txt(String(level));
}
