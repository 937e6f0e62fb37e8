import { CATEGORY, type Policy, type Rule } from "../registry/policy/policy";
import { RESOURCE_URN } from "../registry/policy-store";
import { valuesOf, type Attributes } from "./target";

/** An attribute with a value of its own. */
export interface Named {
  readonly attributeId: string;
  readonly value: string;
}

/** What can be delegated: one action on a resource, or on a part of it such as one party's. */
export interface Right {
  /** The action's id as the policy spells it. */
  readonly action: string;
  /** What the resource of a request must be, all of it. */
  readonly resource: readonly Named[];
}

export const ACCESS_PACKAGE = "urn:altinn:accesspackage";

const DELEGATING_SUBJECTS = new Set([
  "urn:altinn:rolecode",
  "urn:altinn:external-role:ccr",
  "urn:altinn:external-role:cra",
  ACCESS_PACKAGE,
]);

const INSTANCE = "urn:altinn:resource:instance-id";
const ORG = "urn:altinn:org";
const APP = "urn:altinn:app";

/** The alternatives of a rule for one category, whichever AnyOf they stand in. */
export function alternativesOf(rule: Rule, category: string): Named[][] {
  return (rule.target ?? [])
    .flat()
    .map((allOf) =>
      allOf.flatMap(({ designator, value }) =>
        designator?.category === category ? [{ attributeId: designator.attributeId, value }] : [],
      ),
    )
    .filter((alternative) => alternative.length > 0);
}

/** Alternatives that are one match alone. */
function singlesOf(rule: Rule, category: string): Named[] {
  return alternativesOf(rule, category).flatMap(([only, ...others]) =>
    only !== undefined && others.length === 0 ? [only] : [],
  );
}

/** Whether somebody may hold one of the rule's roles or access packages, which stands alone. */
function isForHolders(rule: Rule): boolean {
  return singlesOf(rule, CATEGORY.subject).some(
    ({ attributeId, value }) =>
      DELEGATING_SUBJECTS.has(attributeId) && value !== "" && value.trim() === value,
  );
}

/** An app's org and app as the identifier of its resource. */
function asResource(alternative: readonly Named[]): readonly Named[] {
  const find = (id: string) => alternative.find(({ attributeId }) => attributeId === id);
  const [org, app] = [find(ORG), find(APP)];
  if (org === undefined || app === undefined) return alternative;
  const rest = alternative.filter((each) => each !== org && each !== app);
  return [...rest, { attributeId: RESOURCE_URN, value: `app_${org.value}_${app.value}` }];
}

function isDelegable(resource: readonly Named[], resourceId: string): boolean {
  const isNamed = resource.some(
    ({ attributeId, value }) =>
      attributeId === RESOURCE_URN && value.toLowerCase() === resourceId.toLowerCase(),
  );
  return isNamed && resource.every(({ attributeId }) => attributeId !== INSTANCE);
}

/** The rights that a rule speaks of, whatever its effect and whoever its subject. */
function rightsOf(rule: Rule, resourceId: string): Right[] {
  const resources = alternativesOf(rule, CATEGORY.resource)
    .map(asResource)
    .filter((resource) => isDelegable(resource, resourceId));
  const actions = singlesOf(rule, CATEGORY.action);
  return resources.flatMap((resource) =>
    actions.map(({ value: action }) => ({ action, resource })),
  );
}

function resourceKey({ resource }: Right): string {
  const names = resource.map(({ attributeId, value }) => `${attributeId}:${value}`.toLowerCase());
  return names.sort().join(" ");
}

const rightKey = (right: Right) => `${resourceKey(right)} ${right.action.toLowerCase()}`;
const spelledKey = (right: Right) => `${resourceKey(right)} ${right.action}`;

/**
 * The rights that holders of the policy's roles and access packages may delegate, in the order in which
 * the policy speaks of them.
 *
 * A right is one right in any casing, spelled as in the first rule that has a role or package for it, be
 * it Deny or Permit: so the registry lists it, and Access Management writes it. It is delegated when a
 * Permit rule, whoever its subject, has it in that spelling. Functions, data types and conditions play no
 * part.
 */
export function delegableRights(policy: Policy, resourceId: string): Right[] {
  const keys = new Set<string>();
  const held = new Map<string, Right>();
  const permitted = new Set<string>();
  for (const rule of policy.rules) {
    for (const right of rightsOf(rule, resourceId)) {
      const key = rightKey(right);
      keys.add(key);
      if (isForHolders(rule) && !held.has(key)) held.set(key, right);
      if (rule.effect === "Permit") permitted.add(spelledKey(right));
    }
  }
  return [...keys].flatMap((key) => {
    const right = held.get(key);
    return right !== undefined && permitted.has(spelledKey(right)) ? [right] : [];
  });
}

/** Whether a right is for a request with these attributes; casing counts. */
export function covers(right: Right, resource: Attributes, actions: readonly string[]): boolean {
  return (
    actions.includes(right.action) &&
    right.resource.every(({ attributeId, value }) =>
      valuesOf(resource, attributeId)?.includes(value),
    )
  );
}

/** Whether a rule has an access package among its subjects. */
export function namesPackage(policy: Policy): boolean {
  return policy.rules
    .flatMap((rule) => alternativesOf(rule, CATEGORY.subject))
    .flat()
    .some(({ attributeId }) => attributeId === ACCESS_PACKAGE);
}
