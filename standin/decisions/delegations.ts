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

/** Whether a role or an access package stands alone in one of the rule's alternatives. */
function isForRoles(rule: Rule): boolean {
  return (rule.target ?? []).flat().some((allOf) => {
    const subjects = allOf.filter(({ designator }) => designator?.category === CATEGORY.subject);
    const [subject] = subjects;
    return subjects.length === 1 && DELEGATING_SUBJECTS.has(subject?.designator?.attributeId ?? "");
  });
}

/** The actions of a policy that persons with a role or an access package may delegate. Deny plays no part. */
export function delegableActions(policy: Policy): ReadonlySet<string> {
  const rules = policy.rules.filter((rule) => rule.effect === "Permit" && isForRoles(rule));
  const matches = rules.flatMap((rule) => (rule.target ?? []).flat(2));
  return new Set(
    matches
      .filter(({ designator }) => designator?.category === CATEGORY.action)
      .map(({ value }) => value),
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
