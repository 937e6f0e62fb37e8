import { ServerCrash } from "../answers";
import { isAbsoluteUri, PolicyNotAccepted } from "./read-policy";
import { RESOURCE_URN, type PolicySubject } from "../policy-store";
import { CATEGORY, type Designator, type Match, type Policy, type Rule } from "./policy";

/** A literal of the policy together with the attribute that it is compared with. */
export interface Literal {
  readonly attributeId: string;
  readonly value: string;
}

/** The designator of a match; the registry's code does not expect a selector in its place. */
export function designatorOf(match: Match): Designator {
  if (match.designator === undefined) throw new ServerCrash("a match has an attribute selector");
  return match.designator;
}

function literalsOf(rule: Rule, category: string): Literal[] {
  return (rule.target ?? []).flat(2).flatMap((match) => {
    const designator = designatorOf(match);
    if (designator.category !== category) return [];
    return [{ attributeId: designator.attributeId, value: match.value }];
  });
}

/** The organisation and app that an identifier of the form `app_<org>_<app>` names. */
function appOf(identifier: string): { org: string; app: string } | undefined {
  const [prefix, org, app, ...more] = identifier.split("_");
  if (prefix !== "app" || org === undefined || app === undefined || more.length > 0)
    return undefined;
  return { org, app };
}

function namesApp(literals: readonly Literal[], identifier: string): boolean {
  const wanted = appOf(identifier);
  if (wanted === undefined) return false;
  const names = (attributeId: string, text: string) =>
    literals.some(
      (literal) =>
        literal.attributeId === attributeId && literal.value.toLowerCase() === text.toLowerCase(),
    );
  return names("urn:altinn:org", wanted.org) && names("urn:altinn:app", wanted.app);
}

/**
 * Refuses a policy that speaks of another registry resource, or that has a rule which does not name
 * this one. The target of the policy itself does not count.
 *
 * @throws PolicyNotAccepted
 */
export function checkPolicy(policy: Policy, identifier: string): void {
  for (const rule of policy.rules) {
    const literals = literalsOf(rule, CATEGORY.resource);
    const named = literals.filter(({ attributeId }) => attributeId === RESOURCE_URN);
    if (named.some(({ value }) => value !== identifier)) {
      throw new PolicyNotAccepted(
        "Policy not accepted: Contains rules for a different registry resource",
      );
    }
    if (named.length === 0 && !namesApp(literals, identifier)) {
      throw new PolicyNotAccepted(
        "Policy not accepted: Contains rule without reference to registry resource id",
      );
    }
  }
}

/**
 * Every subject of every rule once, whatever the rule's effect.
 *
 * @throws ServerCrash when an attribute id is no absolute URI
 */
export function subjectsOf(policy: Policy): PolicySubject[] {
  const subjects = new Map<string, PolicySubject>();
  for (const rule of policy.rules) {
    for (const { attributeId: type, value } of literalsOf(rule, CATEGORY.subject)) {
      if (!isAbsoluteUri(type)) throw new ServerCrash(`${type} is no absolute URI`);
      const lower = value.toLowerCase();
      const urn = `${type}:${lower}`;
      subjects.set(urn, { type, value: lower, urn });
    }
  }
  return [...subjects.values()];
}
