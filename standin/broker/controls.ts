import type { Altinn } from "../altinn";
import { withPrefix } from "./caller";
import type { DeploymentStatus, ProviderType } from "./service-owners";

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
