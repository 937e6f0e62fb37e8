import type { DatabaseSync } from "node:sqlite";
import type { Right } from "./rights";
import { ORGANIZATION, SYSTEM_USER } from "./subject";
import type { Attributes } from "./target";

/** Who gets a right: the uuid of a system user, or the nine digits of an organisation. */
export type Receiver = { readonly systemUser: string } | { readonly organisation: string };

/** What a party has delegated on a resource to one receiver. */
export type DelegationKey = Receiver & {
  /** Nine digits of the organisation that gives it, for which the receiver then acts. */
  readonly party: string;
  readonly resourceId: string;
};

/** Rights that a party gives. */
export type Delegation = DelegationKey & {
  /** Action ids, such as `read`, in any casing. Left out, all that can be delegated. */
  readonly actions?: readonly string[];
};

/** Rights that a party has given; `actions` are spelled as the policy spelled them then. */
export type MadeDelegation = DelegationKey & { readonly actions: readonly string[] };

interface Row {
  readonly receiver: string;
  readonly party: string;
  readonly resource: string;
  readonly rights: string;
}

const keyOf = (receiver: Receiver): string =>
  "systemUser" in receiver
    ? `${SYSTEM_USER}:${receiver.systemUser.toLowerCase()}`
    : `${ORGANIZATION}:${receiver.organisation}`;

function receiverOf(key: string): Receiver {
  const value = key.slice(key.lastIndexOf(":") + 1);
  return key.startsWith(SYSTEM_USER) ? { systemUser: value } : { organisation: value };
}

/** As whom a caller may have been given rights; undefined for one that is neither. */
export function receiverFrom(subject: Attributes): Receiver | undefined {
  const [systemUser] = subject[SYSTEM_USER] ?? [];
  if (systemUser !== undefined) return { systemUser };
  const [organisation] = subject[ORGANIZATION] ?? [];
  return organisation === undefined ? undefined : { organisation };
}

const rightsIn = (row: Pick<Row, "rights">) => JSON.parse(row.rights) as Right[];

/** The delegations that have been made and not been revoked. */
export class DelegationStore {
  private readonly statements;

  constructor(database: DatabaseSync) {
    this.statements = {
      all: database.prepare("SELECT receiver, party, resource, rights FROM delegated_rights"),
      one: database.prepare(
        "SELECT rights FROM delegated_rights WHERE receiver = ? AND party = ? AND resource = ?",
      ),
      put: database.prepare(
        `INSERT INTO delegated_rights (receiver, party, resource, rights) VALUES (?, ?, ?, ?)
         ON CONFLICT (receiver, party, resource) DO UPDATE SET rights = excluded.rights`,
      ),
      remove: database.prepare(
        "DELETE FROM delegated_rights WHERE receiver = ? AND party = ? AND resource = ?",
      ),
    };
  }

  all(): MadeDelegation[] {
    return (this.statements.all.all() as unknown as Row[]).map((row) => ({
      ...receiverOf(row.receiver),
      party: row.party,
      resourceId: row.resource,
      actions: rightsIn(row).map(({ action }) => action),
    }));
  }

  rights(key: DelegationKey): readonly Right[] {
    const row = this.statements.one.get(keyOf(key), key.party, key.resourceId);
    return row === undefined ? [] : rightsIn(row as unknown as Row);
  }

  /** Adds rights to those that the receiver has already. */
  add(key: DelegationKey, rights: readonly Right[]): void {
    const all = [...this.rights(key), ...rights].map((right) => JSON.stringify(right));
    const text = `[${[...new Set(all)].join()}]`;
    this.statements.put.run(keyOf(key), key.party, key.resourceId, text);
  }

  /** False when there was none. */
  remove(key: DelegationKey): boolean {
    return this.statements.remove.run(keyOf(key), key.party, key.resourceId).changes > 0;
  }
}
