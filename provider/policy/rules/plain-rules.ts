import { isWrongName, parseExternalRole, parsePackage, parseRole } from "../../catalogue";
import type { PlainPolicy, PlainRule, PlainSubject } from "../plain/form";
import type { SubjectKind } from "../plain/subject-kinds";
import { PolicyError } from "../policy-error";
import type { Rule, Subject, TypedPolicy } from "./rules";

/**
 * The plain form of typed rules. Rules keep their order: rule `n` has the RuleId
 * `urn:altinn:resource:{resourceId}:ruleid:{n}`. Subjects that act for themselves alone need another
 * resource part, so such a rule becomes several, `{n}.1`, `{n}.2`, ...
 *
 * @throws PolicyError for no rule, a rule without subjects or actions (left out, they would stand
 * for anyone and everything), and a subject of no known type.
 */
export function plainRules(policy: TypedPolicy): PlainPolicy {
  const { resourceId, rules, minimumAuthenticationLevel: level } = policy;
  if (rules.length === 0) throw new PolicyError("rules is empty; a policy needs at least one rule");
  return {
    rules: rules.flatMap((rule, index) => plainRulesOf(rule, index, resourceId)),
    levels: level === undefined ? {} : { all: level },
  };
}

function plainRulesOf(rule: Rule, index: number, resourceId: string): PlainRule[] {
  if (rule.subjects.length === 0) throw new PolicyError(`rules[${index}].subjects is empty`);
  if (rule.actions.length === 0) throw new PolicyError(`rules[${index}].actions is empty`);
  const parts = byParty(rule);
  return parts.map(({ subjects, party }, part) => {
    const number = parts.length === 1 ? `${index + 1}` : `${index + 1}.${part + 1}`;
    return {
      ruleId: `urn:altinn:resource:${resourceId}:ruleid:${number}`,
      subjects: subjects.map(plainSubject),
      resources: [{ id: { value: resourceId, anyCase: false }, party }],
      actions: rule.actions.map((value) => ({ value, anyCase: false })),
    };
  });
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
 * Codes and UUIDs are written in lower case, as the registry lists them and Altinn's own definitions
 * spell them.
 */
function plainSubject(subject: Subject): PlainSubject {
  const inAnyCase = (kind: SubjectKind, value: string) => ({ kind, value, anyCase: true });
  switch (subject.type) {
    case "organization":
      return { kind: "organization", value: subject.number, anyCase: false };
    case "role":
      return inAnyCase("role", right(parseRole(subject.code)).code);
    case "externalRole": {
      const { register, code } = right(parseExternalRole(subject.code, subject.register));
      return inAnyCase(`external role ${register}`, code);
    }
    case "accessPackage":
      return inAnyCase("access package", right(parsePackage(subject.code)).code);
    case "serviceOwner":
      return inAnyCase("service owner", subject.code.toLowerCase());
    case "accessList":
      return inAnyCase("access list", `${subject.owner}:${subject.list}`);
    case "systemUser":
      return inAnyCase("system user", subject.uuid.toLowerCase());
    case "resourceDelegation":
      return inAnyCase("resource delegation", subject.resourceId);
    default:
      throw new PolicyError(`no subject has the type ${JSON.stringify((subject as Subject).type)}`);
  }
}

function right<T extends object>(parsed: T): Exclude<T, { is: string }> {
  if (isWrongName(parsed)) throw new PolicyError(`the subject ${parsed.is}. ${parsed.instead}`);
  return parsed as Exclude<T, { is: string }>;
}
