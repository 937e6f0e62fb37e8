import type { DatabaseSync } from "node:sqlite";
import { transaction } from "../store/database";
import { DatabaseError } from "../store/postgres";

/** A subject of a policy, as the registry lists it; `value` is in lower case. */
export interface PolicySubject {
  readonly type: string;
  readonly value: string;
  readonly urn: string;
}

/** A pair of subject and resource in the feed of updated subjects. */
export interface SubjectUpdate {
  readonly subjectUrn: string;
  readonly resourceUrn: string;
  /** Milliseconds since the epoch. */
  readonly updatedAt: number;
  readonly deleted: boolean;
}

/** Where the last page of that feed ended. */
export interface SubjectPair {
  readonly ResourceUrn: string;
  readonly SubjectUrn: string;
}

export const RESOURCE_URN = "urn:altinn:resource";

/**
 * Where the policy of a resource is stored. An identifier of the form `app_<org>_<app>` has its
 * policy with the app, so that it outlives the registry's resource.
 */
export function policyPath(identifier: string): string {
  const [prefix, org, app, ...more] = identifier.split("_");
  if (prefix === "app" && org !== undefined && app !== undefined && more.length === 0) {
    return `${org}/${app}/policy.xml`;
  }
  return `${identifier}/resourcepolicy.xml`;
}

const lostUpdate = () =>
  new DatabaseError("40001: could not serialize access due to concurrent update");

/** The uploaded policies and what the registry keeps of their subjects. */
export class PolicyStore {
  private readonly statements;

  constructor(private readonly database: DatabaseSync) {
    this.statements = {
      content: database.prepare("SELECT content FROM policies WHERE path = ?"),
      put: database.prepare(
        `INSERT INTO policies (path, content) VALUES (?, ?)
         ON CONFLICT (path) DO UPDATE SET content = excluded.content`,
      ),
      remove: database.prepare("DELETE FROM policies WHERE path = ?"),
      change: database.prepare("SELECT change_id FROM identifiers WHERE identifier = ?"),
      failing: database.prepare(
        "UPDATE failing_uploads SET times = times - 1 WHERE resource = ? AND times > 0",
      ),
      announce: database.prepare(
        `UPDATE identifiers SET has_policy = 1, changed_at = ?,
         change_id = (SELECT coalesce(max(change_id), 0) + 1 FROM identifiers) WHERE identifier = ?`,
      ),
      subjects: database.prepare(
        "SELECT type, value, urn FROM subjects WHERE resource = ? AND deleted = 0 ORDER BY rowid",
      ),
      putSubject: database.prepare(
        `INSERT INTO subjects (resource, urn, type, value, deleted, updated_at) VALUES (?, ?, ?, ?, 0, ?)
         ON CONFLICT (resource, urn) DO UPDATE SET deleted = 0, updated_at = excluded.updated_at
         WHERE deleted = 1`,
      ),
      dropSubject: database.prepare(
        "UPDATE subjects SET deleted = 1, updated_at = ? WHERE resource = ? AND urn = ?",
      ),
      resources: database.prepare(
        "SELECT resource, type, value FROM subjects WHERE urn = ? AND deleted = 0 ORDER BY resource",
      ),
      updates: database.prepare(
        `SELECT urn AS subjectUrn, '${RESOURCE_URN}:' || resource AS resourceUrn,
                updated_at AS updatedAt, deleted FROM subjects
         WHERE updated_at > ?1 OR (updated_at = ?1 AND (resource, urn) > (?2, ?3))
         ORDER BY updated_at, resource, urn LIMIT ?4`,
      ),
    };
  }

  /** The bytes of a resource's policy as they were uploaded. */
  content(identifier: string): Uint8Array | undefined {
    const row = this.statements.content.get(policyPath(identifier));
    return row === undefined ? undefined : (row["content"] as Uint8Array);
  }

  put(identifier: string, content: Uint8Array): void {
    this.statements.put.run(policyPath(identifier), content);
  }

  /** Removes the policy that is stored with the resource; one that is stored with an app stays. */
  remove(identifier: string): void {
    this.statements.remove.run(`${identifier}/resourcepolicy.xml`);
  }

  /** Replaces the subjects of a resource. */
  replaceSubjects(identifier: string, subjects: readonly PolicySubject[], now: number): void {
    transaction(this.database, () => {
      this.writeSubjects(identifier, subjects, now);
    });
  }

  /** @throws DatabaseError when `failPolicyUploads` asked for it */
  failIfAsked(identifier: string): void {
    if (this.statements.failing.run(identifier).changes > 0) throw lostUpdate();
  }

  /** The resource's latest change, by which `announce` sees that another write came between. */
  changeOf(identifier: string): unknown {
    return this.statements.change.get(identifier)?.["change_id"];
  }

  /**
   * Replaces the subjects, and moves the resource to the end of the change feed.
   *
   * @param since the resource's latest change when the upload began; by default no other write can have come between
   * @throws DatabaseError when the resource was written since
   */
  announce(
    identifier: string,
    subjects: readonly PolicySubject[],
    now: number,
    since = this.changeOf(identifier),
  ): void {
    transaction(this.database, () => {
      if (this.changeOf(identifier) !== since) throw lostUpdate();
      this.writeSubjects(identifier, subjects, now);
      this.statements.announce.run(now, identifier);
    });
  }

  private writeSubjects(identifier: string, subjects: readonly PolicySubject[], now: number): void {
    const kept = new Set(subjects.map(({ urn }) => urn));
    for (const { urn } of this.subjects(identifier)) {
      if (!kept.has(urn)) this.statements.dropSubject.run(now, identifier, urn);
    }
    for (const { type, value, urn } of subjects) {
      this.statements.putSubject.run(identifier, urn, type, value, now);
    }
  }

  subjects(identifier: string): PolicySubject[] {
    return this.statements.subjects.all(identifier) as unknown as PolicySubject[];
  }

  /** The resources that have a live subject of that URN. */
  resourcesOf(urn: string): { resource: string; type: string; value: string }[] {
    return this.statements.resources.all(urn) as unknown as {
      resource: string;
      type: string;
      value: string;
    }[];
  }

  /** At most `limit` pairs from a time on, without those up to and including the pair given. */
  updatesFrom(since: number, past: SubjectPair | undefined, limit: number): SubjectUpdate[] {
    const resource = past?.ResourceUrn.slice(RESOURCE_URN.length + 1) ?? "";
    const rows = this.statements.updates.all(since, resource, past?.SubjectUrn ?? "", limit);
    return rows.map((row) => ({
      ...row,
      deleted: row["deleted"] === 1,
    })) as unknown as SubjectUpdate[];
  }
}
