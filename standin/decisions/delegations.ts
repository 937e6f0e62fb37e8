import type { DatabaseSync } from "node:sqlite";
import { CATEGORY, type Policy, type Rule } from "../registry/policy/policy";

/** A right that a party has given to a system user. */
export interface Delegation {
  /** Nine digits of the organisation that gives it, for which the system user then acts. */
  readonly party: string;
  /** The system user's uuid. */
  readonly systemUser: string;
  readonly resourceId: string;
  /** Action ids, such as `read`. */
  readonly actions: readonly string[];
}

const DELEGATING_SUBJECTS = new Set([
  "urn:altinn:rolecode",
  "urn:altinn:external-role:ccr",
  "urn:altinn:external-role:cra",
  "urn:altinn:accesspackage",
]);

const RESOURCE = "urn:altinn:resource";
const ORG = "urn:altinn:org";
const APP = "urn:altinn:app";
const PARTY = "urn:altinn:organization:identifier-no";

interface Named {
  readonly attributeId: string;
  readonly value: string;
}

/** The alternatives of a rule for one category, whichever AnyOf they stand in. */
function alternativesOf(rule: Rule, category: string): Named[][] {
  return (rule.target ?? [])
    .flat()
    .map((allOf) =>
      allOf.flatMap(({ designator, value }) =>
        designator?.category === category ? [{ attributeId: designator.attributeId, value }] : [],
      ),
    )
    .filter((alternative) => alternative.length > 0);
}

/** Whether a role or an access package stands alone in one of the rule's alternatives. */
function isForRoles(rule: Rule): boolean {
  return alternativesOf(rule, CATEGORY.subject).some(
    ([subject, ...others]) =>
      others.length === 0 && DELEGATING_SUBJECTS.has(subject?.attributeId ?? ""),
  );
}

const same = (left: string, right: string) => left.toLowerCase() === right.toLowerCase();

/**
 * Whether an alternative is about the resource, in any casing and for an app also by its org and
 * app, and about nothing else than that resource or this party.
 */
function isAbout(alternative: readonly Named[], resourceId: string, party: string): boolean {
  const find = (id: string) => alternative.find(({ attributeId }) => attributeId === id);
  const [org, app] = [find(ORG), find(APP)];
  const isApp = org && app && same(`app_${org.value}_${app.value}`, resourceId);
  const names = ({ attributeId, value }: Named) =>
    (attributeId === RESOURCE && same(value, resourceId)) ||
    (isApp === true && (attributeId === ORG || attributeId === APP));
  return (
    alternative.some(names) &&
    alternative.every((each) => names(each) || (each.attributeId === PARTY && each.value === party))
  );
}

/**
 * The actions of a policy, in lower case, that persons with a role or an access package may delegate
 * on a party's behalf. Deny plays no part. A right is known by its resource and its one action in any
 * casing, so a rule without either gives none.
 *
 * ASSUMPTION: a right that was delegated in one casing also holds for the action in another.
 */
export function delegableActions(
  policy: Policy,
  resourceId: string,
  party: string,
): ReadonlySet<string> {
  const rules = policy.rules.filter(
    (rule) =>
      rule.effect === "Permit" &&
      isForRoles(rule) &&
      alternativesOf(rule, CATEGORY.resource).some((each) => isAbout(each, resourceId, party)),
  );
  const actions = rules.flatMap((rule) => alternativesOf(rule, CATEGORY.action));
  return new Set(
    actions.flatMap(([action, ...others]) =>
      action && others.length === 0 ? [action.value.toLowerCase()] : [],
    ),
  );
}

/** The delegations that have been made and not been revoked. */
export class DelegationStore {
  private readonly statements;

  constructor(database: DatabaseSync) {
    this.statements = {
      all: database.prepare("SELECT system_user, party, resource, actions FROM delegations"),
      one: database.prepare(
        "SELECT actions FROM delegations WHERE system_user = ? AND party = ? AND resource = ?",
      ),
      put: database.prepare(
        `INSERT INTO delegations (system_user, party, resource, actions) VALUES (?, ?, ?, ?)
         ON CONFLICT (system_user, party, resource) DO UPDATE SET actions = excluded.actions`,
      ),
      remove: database.prepare(
        "DELETE FROM delegations WHERE system_user = ? AND party = ? AND resource = ?",
      ),
    };
  }

  all(): Delegation[] {
    return this.statements.all.all().map((row) => ({
      systemUser: row["system_user"] as string,
      party: row["party"] as string,
      resourceId: row["resource"] as string,
      actions: JSON.parse(row["actions"] as string) as string[],
    }));
  }

  actions(systemUser: string, party: string, resourceId: string): readonly string[] {
    const row = this.statements.one.get(systemUser, party, resourceId);
    return row === undefined ? [] : (JSON.parse(row["actions"] as string) as string[]);
  }

  /** Adds actions to those that the system user has already. */
  add({ party, systemUser, resourceId, actions }: Delegation): void {
    const held = this.actions(systemUser, party, resourceId);
    const all = [...new Set([...held, ...actions])];
    this.statements.put.run(systemUser, party, resourceId, JSON.stringify(all));
  }

  /** False when there was none. */
  remove({ party, systemUser, resourceId }: Omit<Delegation, "actions">): boolean {
    return this.statements.remove.run(systemUser, party, resourceId).changes > 0;
  }
}
