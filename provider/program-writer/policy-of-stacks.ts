import { checkPolicy, renderPolicy, samePolicy, type Rule } from "../policy";
import { sameJson } from "../values/compare";
import { conditionOf, ofStacks, type OfStacks } from "./stacks";
import type { AllStacks, PolicyValues, StackValues } from "./values";

/** A rule, and in which of the stacks that have a policy it stands, as an expression; undefined: in all. */
export interface StackRule {
  readonly rule: Rule;
  readonly condition: string | undefined;
}

/** The policy of a service as the program says it for all stacks. */
export interface ProgramPolicy extends OfStacks<PolicyValues> {
  /** Instead of `base.rules`, where stacks differ in rules alone; undefined where they do not. */
  readonly rules: readonly StackRule[] | undefined;
}

/** The policy as a text. */
export const textOfPolicy = (policy: PolicyValues, resourceId: string): string =>
  "xml" in policy ? policy.xml : renderPolicy({ resourceId, ...policy });

/** Undefined when no stack has one. */
export function policyOfStacks(stacks: AllStacks, identifier: string): ProgramPolicy | undefined {
  const find = (stack: StackValues) => stack.services[identifier]?.policy;
  const same = (a: PolicyValues, b: PolicyValues): boolean =>
    samePolicy(textOfPolicy(a, identifier), textOfPolicy(b, identifier), identifier);
  const found = ofStacks(stacks, find, same);
  if (found === undefined || Object.keys(found.others).length === 0)
    return found && { ...found, rules: undefined };
  const having = Object.entries(stacks).flatMap(([stack, values]) => {
    const policy = find(values);
    return policy ? [[stack, policy] as const] : [];
  });
  const rules = rulesOf([[undefined, found.base], ...having]);
  const isWhole = having.every(([stack, policy]) => {
    const ofStack = rules?.filter(({ stacks: names }) => names.includes(stack));
    return ofStack && same({ ...found.base, rules: ofStack.map(({ rule }) => rule) }, policy);
  });
  if (rules === undefined || !isWhole) return { ...found, rules: undefined };
  const names = having.map(([stack]) => stack);
  return {
    ...found,
    others: {},
    rules: rules.map(({ rule, stacks: its }) => ({
      rule,
      condition: conditionOf(
        its,
        names.filter((name) => !its.includes(name)),
      ),
    })),
  };
}

/** Each rule once, those of the base first; undefined where policies differ in something else than rules. */
function rulesOf(
  policies: readonly (readonly [stack: string | undefined, policy: PolicyValues])[],
): { readonly rule: Rule; readonly stacks: string[] }[] | undefined {
  const found: { readonly rule: Rule; readonly stacks: string[] }[] = [];
  const [, base] = policies[0] ?? [];
  for (const [stack, policy] of policies) {
    if (base === undefined || !("rules" in policy) || !("rules" in base)) return undefined;
    if (policy.minimumAuthenticationLevel !== base.minimumAuthenticationLevel) return undefined;
    for (const rule of policy.rules) {
      const known = found.find((each) => sameJson(each.rule, rule));
      if (known === undefined) found.push({ rule, stacks: stack === undefined ? [] : [stack] });
      else if (stack !== undefined && !known.stacks.includes(stack)) known.stacks.push(stack);
    }
  }
  return found;
}

/** What a stack's program gives the ResourcePolicy besides `resourceId`; undefined when it makes none. */
export function policyInStack(
  stacks: AllStacks,
  stack: string,
  identifier: string,
): (PolicyValues & { readonly acknowledge?: readonly string[] }) | undefined {
  const values = stacks[stack];
  const own = values?.services[identifier]?.policy;
  const policy = policyOfStacks(stacks, identifier);
  if (values === undefined || !own || policy === undefined) return undefined;
  const other = policy.others[stack];
  if (policy.rules !== undefined || (other === undefined && "rules" in policy.base)) return own;
  const xml = textOfPolicy(other ?? policy.base, identifier);
  const codes = meantIn(xml, identifier, values);
  return { xml, ...(codes.length === 0 ? {} : { acknowledge: codes }) };
}

/** Codes of the warnings about a text, sorted: whoever takes it over as it is means them. */
export function meantIn(
  xml: string,
  identifier: string,
  { organization: number, orgCode: code, services }: StackValues,
): string[] {
  const { delegable } = services[identifier]?.resource ?? {};
  const { warnings } = checkPolicy({
    xml,
    resourceId: identifier,
    ...(typeof delegable === "boolean" ? { delegable } : {}),
    ...(code === undefined ? {} : { owner: { number, code } }),
  });
  return [...new Set(warnings.map(({ code: found }) => found))].sort();
}
