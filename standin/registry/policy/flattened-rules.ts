import { createHash } from "node:crypto";
import { ServerCrash } from "../answers";
import { CATEGORY, type AllOf, type AnyOf, type Policy, type Rule } from "./policy";
import { designatorOf } from "./registry-rules";

/** An attribute and its value, as the registry shows them. */
export interface TypeValue {
  readonly type: string;
  readonly value: string;
}

/** One combination of the alternatives of a rule. */
export interface FlattenedRule {
  readonly subject: TypeValue[];
  readonly action: TypeValue;
  readonly resource: TypeValue[];
}

/** The attributes of an AllOf as URNs, of which each has to be one: its type a URN, its value not empty. */
function attributesOf(allOf: AllOf): TypeValue[] {
  return allOf.map((match) => {
    const { attributeId: type } = designatorOf(match);
    if (!type.toLowerCase().startsWith("urn:") || match.value === "") {
      throw new ServerCrash(`${type}:${match.value} is no URN`);
    }
    return { type, value: match.value };
  });
}

/** The last AnyOf of each category. */
function anyOfByCategory(rule: Rule): ReadonlyMap<string, AnyOf> {
  if (rule.target === undefined) throw new ServerCrash(`${rule.ruleId} has no target`);
  const found = new Map<string, AnyOf>();
  for (const anyOf of rule.target) {
    const [category, ...others] = new Set(
      anyOf.flat().map((match) => designatorOf(match).category),
    );
    if (others.length > 0) {
      throw new ServerCrash(
        `All matches in a all must have the same category ruleId ${rule.ruleId}`,
      );
    }
    if (category !== undefined) found.set(category, anyOf);
  }
  return found;
}

function flattenRule(rule: Rule): FlattenedRule[] {
  const anyOfs = anyOfByCategory(rule);
  const alternatives = (category: string): AnyOf => {
    const anyOf = anyOfs.get(category);
    if (anyOf === undefined) throw new ServerCrash(`${rule.ruleId} has no match on ${category}`);
    return anyOf;
  };
  const subjects = alternatives(CATEGORY.subject);
  const actions = alternatives(CATEGORY.action);
  const resources = alternatives(CATEGORY.resource);
  return subjects.flatMap((subject) =>
    actions.flatMap((actionMatches) => {
      const [action, ...others] = attributesOf(actionMatches);
      if (action === undefined || others.length > 0) {
        throw new ServerCrash("Only one match is allowed in a allOf for action category");
      }
      return resources.map((resource) => ({
        subject: attributesOf(subject),
        action,
        resource: attributesOf(resource),
      }));
    }),
  );
}

/**
 * The cross product of subjects, actions and resources of every rule, whatever its effect.
 *
 * @throws ServerCrash for a rule that does not have exactly one kind of attribute in each AnyOf, one
 *   match in each action alternative, and all three kinds; and for an attribute that makes no URN
 */
export function flattenRules(policy: Policy): FlattenedRule[] {
  return policy.rules.flatMap(flattenRule);
}

/** The subjects that may do one action on one resource. */
export interface PolicyRight {
  readonly action: TypeValue;
  readonly resource: TypeValue[];
  readonly subjects: { readonly subjectAttributes: TypeValue[] }[];
  readonly rightKey: string;
  readonly subjectTypes: string[];
}

const byText = (left: string, right: string) => (left < right ? -1 : left > right ? 1 : 0);

function rightKey(rule: FlattenedRule): string {
  const urns = rule.resource
    .map(({ type, value }) => ({ urn: `${type}:${value}`, value }))
    .sort((left, right) => byText(left.urn, right.urn));
  const text = [rule.action.value, ...urns.map(({ urn }) => urn)].join(";");
  const hash = createHash("md5").update(Buffer.from(text, "utf16le")).digest("hex");
  return [rule.action.value, ...urns.map(({ value }) => value), hash].join(";");
}

/** The rules grouped by action and resource. Throws what `flattenRules` throws. */
export function rightsOf(policy: Policy): PolicyRight[] {
  const rights = new Map<string, PolicyRight>();
  for (const rule of flattenRules(policy)) {
    const key = rightKey(rule);
    const right = rights.get(key) ?? {
      action: rule.action,
      resource: rule.resource,
      subjects: [],
      rightKey: key,
      subjectTypes: [],
    };
    right.subjects.push({ subjectAttributes: rule.subject });
    rights.set(key, right);
    const types = new Set(right.subjectTypes);
    for (const { type } of rule.subject) types.add(type.toLowerCase());
    right.subjectTypes.splice(0, Infinity, ...[...types].sort(byText));
  }
  return [...rights.values()];
}
