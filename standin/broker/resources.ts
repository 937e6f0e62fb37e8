import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import { uniqueViolation } from "../store/postgres";
import { fitsColumn } from "./errors";

/** A resource's configuration in Broker. */
export interface ResourceConfig {
  readonly id: string;
  /** `0192:` and the organisation number; frozen when the row is made. */
  readonly serviceOwner: string;
  /** The organisation as the registry wrote it then. */
  readonly organization: string;
  /** Bytes; null for no limit of its own. */
  readonly maxFileTransferSize: number | null;
  /** Microseconds; null for 30 days. */
  readonly fileTransferTimeToLive: bigint | null;
  readonly purgeFileTransferAfterAllRecipientsConfirmed: boolean;
  /** Microseconds; null for two hours. */
  readonly purgeFileTransferGracePeriod: bigint | null;
  readonly useManifestFileShim: boolean;
  readonly externalServiceCodeLegacy: string | null;
  readonly externalServiceEditionCodeLegacy: number | null;
  readonly requiredParty: string | null;
  /** Set in the database by Altinn's staff. */
  readonly approvedForDisabledVirusScan: boolean;
}

/** The fields that PUT writes, each with a statement of its own. */
export type ResourceField =
  | "purgeFileTransferAfterAllRecipientsConfirmed"
  | "purgeFileTransferGracePeriod"
  | "maxFileTransferSize"
  | "fileTransferTimeToLive"
  | "externalServiceCodeLegacy"
  | "externalServiceEditionCodeLegacy"
  | "useManifestFileShim"
  | "requiredParty";

const columns: Readonly<Record<ResourceField, string>> = {
  purgeFileTransferAfterAllRecipientsConfirmed: "purge",
  purgeFileTransferGracePeriod: "grace_period",
  maxFileTransferSize: "max_file_transfer_size",
  fileTransferTimeToLive: "time_to_live",
  externalServiceCodeLegacy: "service_code",
  externalServiceEditionCodeLegacy: "edition_code",
  useManifestFileShim: "manifest_shim",
  requiredParty: "required_party",
};

type Row = Readonly<Record<string, SQLInputValue>>;

export class ResourceStore {
  private readonly exists: StatementSync;
  private readonly select: StatementSync;
  private readonly selectAll: StatementSync;
  private readonly insert: StatementSync;
  private readonly updates: Readonly<Record<ResourceField, StatementSync>>;

  constructor(database: DatabaseSync) {
    const from = `
      SELECT r.*, a.resource_id IS NOT NULL AS approved
      FROM broker_resource r LEFT JOIN broker_approval a ON a.resource_id = r.id`;
    this.exists = database.prepare("SELECT 1 FROM broker_resource WHERE id = ?");
    this.select = database.prepare(`${from} WHERE r.id = ?`);
    this.selectAll = database.prepare(`${from} ORDER BY r.id`);
    this.insert = database.prepare(
      "INSERT OR IGNORE INTO broker_resource (id, service_owner, organization, created) VALUES (?, ?, ?, ?)",
    );
    this.updates = Object.fromEntries(
      Object.entries(columns).map(([field, column]) => [
        field,
        database.prepare(`UPDATE broker_resource SET ${column} = ? WHERE id = ?`),
      ]),
    ) as Record<ResourceField, StatementSync>;
  }

  /** Ids are compared exactly. */
  has(id: string): boolean {
    return this.exists.get(id) !== undefined;
  }

  get(id: string): ResourceConfig | undefined {
    const row = this.select.get(id) as Row | undefined;
    return row && config(row);
  }

  all(): ResourceConfig[] {
    return (this.selectAll.all() as Row[]).map(config);
  }

  /** @throws DatabaseError when the id is above 80 characters or the organisation above 14, or the row is there already */
  add(id: string, serviceOwner: string, organization: string, now: number): void {
    fitsColumn(serviceOwner, 14);
    const texts = [fitsColumn(id, 80), serviceOwner, fitsColumn(organization, 14)] as const;
    if (this.insert.run(...texts, now).changes === 0) {
      throw uniqueViolation();
    }
  }

  set(id: string, field: ResourceField, value: SQLInputValue): void {
    this.updates[field].run(value, id);
  }
}

function config(row: Row): ResourceConfig {
  const duration = (value: SQLInputValue | undefined) =>
    typeof value === "string" ? BigInt(value) : null;
  return {
    id: row["id"] as string,
    serviceOwner: row["service_owner"] as string,
    organization: row["organization"] as string,
    maxFileTransferSize: row["max_file_transfer_size"] as number | null,
    fileTransferTimeToLive: duration(row["time_to_live"]),
    purgeFileTransferAfterAllRecipientsConfirmed: row["purge"] === 1,
    purgeFileTransferGracePeriod: duration(row["grace_period"]),
    useManifestFileShim: row["manifest_shim"] === 1,
    externalServiceCodeLegacy: row["service_code"] as string | null,
    externalServiceEditionCodeLegacy: row["edition_code"] as number | null,
    requiredParty: row["required_party"] as string | null,
    approvedForDisabledVirusScan: row["approved"] === 1,
  };
}
