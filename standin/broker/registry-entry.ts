import type { RegistryPort } from "../altinn";
import { withPrefix } from "./caller";

/** What Broker reads of a registry document. */
export interface RegistryEntry {
  /** The registry's own spelling of the identifier. */
  readonly id: string;
  /** `0192:` and the organisation number. */
  readonly serviceOwner: string;
  readonly organization: string;
  /** Whether sender and recipients have to be members of an access list. */
  readonly limitedToAccessLists: boolean;
}

/** `ttd`, the test department, has no organisation number: Broker puts this one in, whatever the document says. */
const ttdOrganization = "991825827";

/**
 * Asks the registry, as Broker does at the first PUT of a resource and at every initialize.
 * @returns undefined when there is no such resource, or nobody owns it
 * @throws TypeError when the document lacks what Broker's own type for it requires
 */
export function registryEntry(registry: RegistryPort, id: string): RegistryEntry | undefined {
  const document = registry.document(id);
  if (!document) {
    return undefined;
  }
  const { identifier, title, description, hasCompetentAuthority, accessListMode } = document;
  const authority = hasCompetentAuthority as Readonly<Record<string, unknown>> | null | undefined;
  const organization = authority?.["organization"];
  const orgcode = authority?.["orgcode"];
  if ([identifier, title, description, organization, orgcode].includes(undefined)) {
    throw new TypeError(
      "JSON deserialization of the registry's answer misses required properties.",
    );
  }
  const isTtd = typeof orgcode === "string" && orgcode.toLowerCase() === "ttd";
  const owner = isTtd ? ttdOrganization : typeof organization === "string" ? organization : "";
  if (owner.trim() === "") {
    return undefined;
  }
  return {
    id: String(identifier),
    serviceOwner: withPrefix(owner),
    organization: owner,
    limitedToAccessLists: accessListMode === "Enabled",
  };
}
