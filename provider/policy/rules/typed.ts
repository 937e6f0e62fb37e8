import { accessOfText, samePolicy } from "../access/access";
import type { PlainPolicy, PlainRule, PlainSubject } from "../plain/form";
import { renderPolicy } from "./render";
import type { Rule, Subject, TypedPolicy } from "./rules";

/**
 * Typed rules that mean what the text means for the resource. Undefined where there are none: for a policy that is not plain,
 * and for what rules cannot say, such as a rule for anyone, for every action or for another resource.
 */
export function typedPolicy(xml: string, resourceId: string): TypedPolicy | undefined {
  const access = accessOfText(xml, resourceId);
  if (access.form === "unusual") return undefined;
  const { levels } = access.plain;
  const rules = typedRules(access.plain, resourceId);
  if (rules === undefined || levels.organizations !== undefined) return undefined;
  const typed = {
    resourceId,
    rules,
    ...(levels.all === undefined ? {} : { minimumAuthenticationLevel: levels.all }),
  };
  return samePolicy(renderPolicy(typed), xml, resourceId) ? typed : undefined;
}

/** Why a text has no typed rules that mean the same: the first reason, a phrase; undefined when it has some. */
export function whyUntyped(xml: string, resourceId: string): string | undefined {
  if (typedPolicy(xml, resourceId) !== undefined) return undefined;
  const access = accessOfText(xml, resourceId);
  if (access.form === "unusual") {
    const [first] = access.oddities ?? [];
    if (first === undefined) return Object.values(access.lines)[0] ?? "it cannot be read";
    return `${first.rule === undefined ? "the policy" : `rule ${String(first.rule.number)}`} ${first.what}`;
  }
  const { rules, levels } = access.plain;
  if (levels.organizations !== undefined)
    return "it asks another authentication level of organisations than of others";
  const at = rules.findIndex((rule) => typedRule(rule, resourceId) === undefined);
  const rule = rules[at];
  return rule === undefined
    ? "what rules would come to means something else"
    : `rule ${String(at + 1)} ${whyNoRule(rule, resourceId)}`;
}

function whyNoRule({ subjects, resources, actions }: PlainRule, resourceId: string): string {
  if (!subjects) return "is for anyone";
  if (!actions) return "is for every action";
  const [resource, ...more] = resources;
  if (resource?.id.value !== resourceId || more.length > 0)
    return `is for ${resources.map(({ id }) => id.value).join(", ")}, not for this resource alone`;
  const odd = subjects.find((subject) => typedSubject(subject, resource.party) === undefined);
  return `lets in ${odd?.kind ?? "somebody"} ${odd?.value ?? ""}${resource.party === undefined ? "" : ` for the party ${resource.party}`}, for which rules have no word`;
}

function typedRules({ rules }: PlainPolicy, resourceId: string): Rule[] | undefined {
  const typed: (Rule & { readonly part: string | undefined })[] = [];
  for (const rule of rules) {
    const next = typedRule(rule, resourceId);
    if (next === undefined) return undefined;
    const part = partOf(rule.ruleId);
    const last = typed.at(-1);
    // What rules render as several, one for each subject that acts for itself, was one rule.
    if (last && part !== undefined && last.part === part && sameActions(last, next))
      last.subjects.push(...next.subjects);
    else typed.push({ ...next, part });
  }
  return typed.map(({ subjects, actions }) => ({ subjects, actions }));
}

/** `{n}.1` and `{n}.2` are parts of one rule. */
const partOf = (ruleId: string): string | undefined => /^(.*:ruleid:\d+)\.\d+$/.exec(ruleId)?.[1];

const sameActions = (a: Rule, b: Rule): boolean => a.actions.join("\n") === b.actions.join("\n");

function typedRule(
  { subjects, resources, actions }: PlainRule,
  resourceId: string,
): Rule | undefined {
  const [resource, ...more] = resources;
  if (!subjects || !actions || resource?.id.value !== resourceId || more.length > 0)
    return undefined;
  const typed = subjects.map((subject) => typedSubject(subject, resource.party));
  if (typed.includes(undefined)) return undefined;
  return { subjects: typed as Subject[], actions: actions.map(({ value }) => value) };
}

function typedSubject(
  { kind, value }: PlainSubject,
  party: string | undefined,
): Subject | undefined {
  if (kind === "organization") {
    if (party !== undefined && party !== value) return undefined;
    const onBehalfOf = party === undefined ? "anyone" : "itself";
    return { type: "organization", number: value, onBehalfOf };
  }
  if (party !== undefined) return undefined;
  const code = value.toLowerCase();
  switch (kind) {
    case "role":
      return { type: "role", code };
    case "external role ccr":
      return { type: "externalRole", register: "ccr", code };
    case "external role cra":
      return { type: "externalRole", register: "cra", code };
    case "access package":
      return { type: "accessPackage", code };
    case "service owner":
      return { type: "serviceOwner", code: value };
    case "system user":
      return { type: "systemUser", uuid: value };
    case "resource delegation":
      return { type: "resourceDelegation", resourceId: value };
    case "access list": {
      const [, owner, list] = /^([^:]+):(.+)$/.exec(value) ?? [];
      return owner && list ? { type: "accessList", owner, list } : undefined;
    }
    default:
      return undefined;
  }
}
