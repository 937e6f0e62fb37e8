import { transaction } from "../store/database";
import type { Claims } from "../server/route";
import type { Broker } from "./broker";
import { withoutPrefix, withPrefix } from "./caller";
import { microsecondsPerDay } from "./duration";
import type { ErrorCode } from "./errors";
import type { InitializeInput } from "./initialize-input";
import { registryEntry } from "./registry-entry";
import { after } from "./times";

const defaultTimeToLive = 30n * microsecondsPerDay;

/** Initializes a transfer: its id, or the code of the first check that fails, in the server's order. */
export function initialize(
  broker: Broker,
  claims: Claims,
  input: InitializeInput,
  now: number,
): { readonly id: string } | ErrorCode {
  const { altinn, access, resources, serviceOwners, transfers, background } = broker;
  const { resourceId, sender, recipients } = input;
  if (!access.asSender(claims, resourceId, sender)) {
    return "BRO-00006";
  }
  const resource = resources.get(resourceId);
  if (!resource) {
    return "BRO-00025";
  }
  const owner = serviceOwners.get(resource.serviceOwner);
  if (!owner) {
    return "BRO-00002";
  }
  if (
    input.disableVirusScan &&
    altinn.environment === "production" &&
    !resource.approvedForDisabledVirusScan
  ) {
    return "BRO-00020";
  }
  const useVirusScan = !input.disableVirusScan;
  if (!serviceOwners.canStore(owner, useVirusScan, now)) {
    return "BRO-00021";
  }
  const entry = registryEntry(altinn.registry, resourceId);
  if (!entry) {
    return "BRO-00005";
  }
  const organisations = recipients.map(withoutPrefix);
  const isListed = (party: string) => access.isListed(claims, resourceId, party);
  if (entry.limitedToAccessLists && !organisations.every(isListed)) {
    return "BRO-00028";
  }
  const refused = requiredPartyError(resource.requiredParty, sender, organisations);
  if (refused) {
    return refused;
  }
  const expires = after(now, resource.fileTransferTimeToLive ?? defaultTimeToLive);
  const id = transaction(altinn.database, () =>
    transfers.add({
      resourceId,
      fileName: input.fileName,
      reference: input.sendersFileTransferReference,
      sender,
      recipients: organisations.map(withPrefix),
      checksum: input.checksum,
      useVirusScan,
      created: now,
      expires,
      properties: input.propertyList,
    }),
  );
  background.expect(expires);
  return { id };
}

/** A required party has to send, or to be the only recipient. */
function requiredPartyError(
  stored: string | null,
  sender: string,
  recipients: readonly string[],
): ErrorCode | undefined {
  const wanted = withoutPrefix(stored ?? "");
  if (wanted.trim() === "" || wanted === withoutPrefix(sender)) {
    return undefined;
  }
  if (recipients.length > 1) {
    return "BRO-00027";
  }
  return recipients[0] === wanted ? undefined : "BRO-00026";
}
