import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Environment } from "../altinn";
import { DatabaseError, uniqueViolation } from "../store/postgres";
import { fitsColumn } from "./errors";

export type ProviderType = "AltinnAzure" | "AltinnAzureWithoutVirusScan";

export type DeploymentStatus = "NotStarted" | "DeployingResources" | "Ready";

/** A storage provider as GET serviceowner shows it. */
export interface StorageProvider {
  readonly type: ProviderType;
  readonly deploymentStatus: DeploymentStatus;
  readonly deploymentEnvironment: string;
}

export interface ServiceOwner {
  /** `0192:` and nine digits. */
  readonly id: string;
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly created: number;
  /** When enough requests had been answered for provisioning to show; null until then. */
  readonly provisioningFrom: number | null;
}

/** ASSUMPTION: the real server takes seconds to minutes for a provider; its code states no figure. */
const provisioningMs = 1_000;

/** The first provider shows so long after the registration, however few requests were answered by then. */
const longestProvisioningMs = 5_000;

export class ServiceOwnerStore {
  private readonly insert: StatementSync;
  private readonly provision: StatementSync;
  private readonly select: StatementSync;
  private readonly selectAll: StatementSync;
  private readonly settings: StatementSync;

  constructor(
    database: DatabaseSync,
    private readonly environment: Environment,
  ) {
    const columns = "id, name, created, provisioning_from AS provisioningFrom";
    this.insert = database.prepare(
      "INSERT OR IGNORE INTO broker_service_owner (id, name, created) VALUES (?, ?, ?)",
    );
    this.provision = database.prepare(
      "UPDATE broker_service_owner SET provisioning_from = ? WHERE id = ?",
    );
    this.select = database.prepare(`SELECT ${columns} FROM broker_service_owner WHERE id = ?`);
    this.selectAll = database.prepare(`SELECT ${columns} FROM broker_service_owner ORDER BY id`);
    this.settings = database.prepare(
      "SELECT type, status FROM broker_provider_setting WHERE service_owner = ?",
    );
  }

  get(id: string): ServiceOwner | undefined {
    return this.select.get(id) as ServiceOwner | undefined;
  }

  all(): ServiceOwner[] {
    return this.selectAll.all() as unknown as ServiceOwner[];
  }

  /**
   * @throws DatabaseError when the id is not four digits, colon, nine digits, or is there already, or the name is above
   *   500 characters
   */
  add(id: string, name: string, now: number): void {
    if (!/^\d{4}:\d{9}$/.test(fitsColumn(id, 14))) {
      throw new DatabaseError("23514: new row violates check constraint of service_owner_id_pk");
    }
    if (this.insert.run(id, fitsColumn(name, 500), now).changes === 0) {
      throw uniqueViolation();
    }
  }

  /** The same for one whose storage providers are there by now. @throws DatabaseError as `add` */
  addProvisioned(id: string, name: string, now: number): void {
    const created = now - 2 * provisioningMs;
    this.add(id, name, created);
    this.provision.run(created, id);
  }

  /** Newest first. A provider shows when its account is made, so `Ready` is what it shows from then on. */
  providers(owner: ServiceOwner, now: number): StorageProvider[] {
    const settings = new Map(
      (this.settings.all(owner.id) as { type: string; status: string }[]).map((row) => [
        row.type,
        row.status,
      ]),
    );
    const deploymentEnvironment =
      this.environment === "development" ? "Development" : this.environment;
    return this.provisioned(owner, now).flatMap((type) => {
      const status = settings.get(type) ?? "Ready";
      return status === "Absent"
        ? []
        : [{ type, deploymentStatus: status as DeploymentStatus, deploymentEnvironment }];
    });
  }

  /** Whether transfers of this kind have somewhere to go: there is a provider, in whatever state. */
  canStore(owner: ServiceOwner, useVirusScan: boolean, now: number): boolean {
    const wanted = useVirusScan ? "AltinnAzure" : "AltinnAzureWithoutVirusScan";
    return this.providers(owner, now).some(({ type }) => type === wanted);
  }

  private provisioned(owner: ServiceOwner, now: number): ProviderType[] {
    const first = Math.min(
      owner.created + longestProvisioningMs,
      Math.max(owner.created + provisioningMs, owner.provisioningFrom ?? Infinity),
    );
    if (now < first) {
      return [];
    }
    return this.environment === "development" || now < first + provisioningMs
      ? ["AltinnAzure"]
      : ["AltinnAzureWithoutVirusScan", "AltinnAzure"];
  }
}
