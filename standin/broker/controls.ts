import type { Altinn } from "../altinn";
import { DatabaseError } from "../store/postgres";
import { withPrefix } from "./caller";
import { ServiceOwnerStore, type DeploymentStatus, type ProviderType } from "./service-owners";

/** What Altinn's staff do in the database: the resource may have transfers without a scan, and sizes above 50 GB. */
export function approveForDisabledVirusScan(
  altinn: Pick<Altinn, "database">,
  resourceId: string,
): void {
  altinn.database
    .prepare("INSERT OR IGNORE INTO broker_approval (resource_id) VALUES (?)")
    .run(resourceId);
}

/**
 * Makes a service owner's storage provider show this status from its first appearance on: `DeployingResources` as
 * with its Azure account removed, `NotStarted` with its resource group removed, `Absent` never to appear.
 * May be called before the organisation registers.
 */
export function setStorageProvider(
  altinn: Pick<Altinn, "database">,
  organisationNumber: string,
  type: ProviderType,
  status: DeploymentStatus | "Absent",
): void {
  altinn.database
    .prepare(
      "INSERT OR REPLACE INTO broker_provider_setting (service_owner, type, status) VALUES (?, ?, ?)",
    )
    .run(withPrefix(organisationNumber), type, status);
}

/**
 * Registers an organisation as a service owner whose storage providers are there at once, as one that registered long ago.
 * @throws RangeError for one that is registered, a number of another form and a name above 500 characters
 */
export function registerServiceOwner(
  { database, environment, clock }: Pick<Altinn, "database" | "environment" | "clock">,
  organisationNumber: string,
  name: string,
): void {
  const owners = new ServiceOwnerStore(database, environment);
  const id = withPrefix(organisationNumber);
  if (owners.get(id)) {
    throw new RangeError(`organisation ${organisationNumber} is a service owner already`);
  }
  try {
    owners.addProvisioned(id, name, clock.now());
  } catch (error) {
    throw error instanceof DatabaseError ? new RangeError(error.message) : error;
  }
}
