import type { SQLInputValue } from "node:sqlite";
import type { Altinn } from "../altinn";
import { parseDuration, toMicroseconds } from "./duration";
import { fitsColumn } from "./errors";
import { registryEntry } from "./registry-entry";
import { ResourceStore, type ResourceField } from "./resources";

/**
 * Fields of a resource's configuration in Broker by the names that PUT has for them, durations as xsd:duration. Null is
 * what a field has before it is first set, for those whose columns take it.
 */
export interface BrokerConfiguration {
  /** Bytes. */
  readonly maxFileTransferSize?: number | null;
  readonly fileTransferTimeToLive?: string | null;
  readonly purgeFileTransferAfterAllRecipientsConfirmed?: boolean;
  readonly purgeFileTransferGracePeriod?: string | null;
  readonly useManifestFileShim?: boolean;
  readonly externalServiceCodeLegacy?: string | null;
  readonly externalServiceEditionCodeLegacy?: number | null;
  readonly requiredParty?: string | null;
}

/** What the columns of a fresh row hold. */
const defaults: Required<BrokerConfiguration> = {
  maxFileTransferSize: null,
  fileTransferTimeToLive: null,
  purgeFileTransferAfterAllRecipientsConfirmed: true,
  purgeFileTransferGracePeriod: null,
  useManifestFileShim: false,
  externalServiceCodeLegacy: null,
  externalServiceEditionCodeLegacy: null,
  requiredParty: null,
};

/**
 * Sets fields of a resource's configuration by hand, past the rules of PUT, and leaves the others. The row is made when
 * there is none, as a first PUT of the resource's owner would.
 * @throws RangeError for a value that the column does not take, and for a resource that neither Broker nor the registry has
 */
export function setConfiguration(
  { database, registry, clock }: Pick<Altinn, "database" | "registry" | "clock">,
  resourceId: string,
  configuration: BrokerConfiguration,
): void {
  const resources = new ResourceStore(database);
  const values = Object.entries(configuration).map(
    ([field, value]) => [field as ResourceField, columnValue(field, value)] as const,
  );
  if (!resources.has(resourceId)) {
    const entry = registryEntry(registry, resourceId);
    if (!entry) {
      throw new RangeError(`neither Broker nor the registry has a resource ${resourceId}`);
    }
    resources.add(resourceId, entry.serviceOwner, entry.organization, clock.now());
  }
  for (const [field, value] of values) {
    resources.set(resourceId, field, value);
  }
}

/**
 * Puts a resource's configuration back to what a fresh row holds, as in a database that was reset or restored: null, the
 * purge flag true, the shim false. The row and its owner stay.
 * @throws RangeError for a resource that is not configured
 */
export function resetConfiguration(
  altinn: Pick<Altinn, "database" | "registry" | "clock">,
  resourceId: string,
): void {
  if (!new ResourceStore(altinn.database).has(resourceId)) {
    throw new RangeError(`${resourceId} has not been configured in Broker`);
  }
  setConfiguration(altinn, resourceId, defaults);
}

/**
 * Makes the next first PUT of a resource lose the race against another one, which gives `configuration`: the row is
 * there with the other's values, and the answer is 500. Fields left out are what the other has not given, or not yet.
 */
export function loseFirstPut(
  { database }: Pick<Altinn, "database">,
  resourceId: string,
  configuration: BrokerConfiguration,
): void {
  Object.entries(configuration).forEach(([field, value]) => columnValue(field, value));
  database
    .prepare(
      "INSERT OR REPLACE INTO broker_lost_first_put (resource_id, configuration) VALUES (?, ?)",
    )
    .run(resourceId, JSON.stringify(configuration));
}

/** Carries out the other's PUT when `loseFirstPut` asked for one; called between look and insert. */
export function letOtherPutFirst(
  altinn: Pick<Altinn, "database" | "registry" | "clock">,
  resourceId: string,
): void {
  const other = altinn.database
    .prepare("DELETE FROM broker_lost_first_put WHERE resource_id = ? RETURNING configuration")
    .get(resourceId);
  if (other) {
    setConfiguration(altinn, resourceId, JSON.parse(String(other["configuration"])));
  }
}

function columnValue(field: string, value: unknown): SQLInputValue {
  const refuse = (what: string): never => {
    throw new RangeError(`${field} in Broker is ${what}, got ${JSON.stringify(value)}`);
  };
  switch (field) {
    case "purgeFileTransferAfterAllRecipientsConfirmed":
    case "useManifestFileShim":
      return typeof value === "boolean" ? Number(value) : refuse("true or false");
    case "maxFileTransferSize":
    case "externalServiceEditionCodeLegacy":
      return value === null || Number.isSafeInteger(value)
        ? (value as number | null)
        : refuse("an integer or null");
    case "fileTransferTimeToLive":
    case "purgeFileTransferGracePeriod": {
      if (value === null) {
        return null;
      }
      const ticks = typeof value === "string" ? parseDuration(value) : undefined;
      return ticks === undefined
        ? refuse('a duration such as "P30D" or null')
        : String(toMicroseconds(ticks));
    }
    case "externalServiceCodeLegacy":
    case "requiredParty":
      if (value === null) {
        return null;
      }
      return typeof value === "string"
        ? fitsColumn(value, field === "requiredParty" ? Infinity : 7)
        : refuse("a text or null");
    default:
      return refuse("no field of a resource's configuration");
  }
}
