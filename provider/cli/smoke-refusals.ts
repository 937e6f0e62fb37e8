import type { RegistryDocument, ResourceRegistryClient } from "../clients/resource-registry";
import { AltinnError, ApiError, messageOf } from "../errors";
import { accessOfText, letsIn } from "../policy";
import type { Party } from "./smoke-parties";

/** What was asked of Broker, and what is known of it. */
export interface Asked {
  readonly resourceId: string;
  readonly party: Party;
  /** Whom the file is for: nine digits. */
  readonly recipient: string;
  /** Broker let the same party do the same for this transfer before. */
  readonly allowedBefore: boolean;
  /** Broker took the transfer, which it does for a service with a configuration alone. */
  readonly isInitialized: boolean;
}

/**
 * What a failed call of a transfer comes from, as far as the registry, which anybody may read, tells it apart. Broker has one
 * answer, BRO-00006, for a resource that it does not have, for a right that is missing, and for a decision point that is down.
 * Code `NO_RESPONSE`: the registry is down, which says nothing of the service.
 */
export async function explained(
  error: unknown,
  asked: Asked,
  registry: ResourceRegistryClient,
): Promise<unknown> {
  if (!(error instanceof ApiError)) return error;
  if (error.serverCode === "BRO-00028") return because(error, RECIPIENT_ON_NO_LIST(asked));
  const refused = error.serverCode === "BRO-00006" || error.serverCode === "BRO-00005";
  if (!refused && error.status < 500) return error;
  if (error.serverCode === "BRO-00006" && asked.allowedBefore)
    return because(error, LET_IN_BEFORE(asked));
  let document: RegistryDocument | undefined;
  let xml: string | undefined;
  try {
    document = await registry.getResource(asked.resourceId);
    xml = await registry.getPolicy(asked.resourceId);
  } catch (unreachable) {
    return because(error, REGISTRY_DOWN(unreachable), "NO_RESPONSE");
  }
  if (!refused) return error;
  if (!document) return because(error, UNKNOWN(asked));
  if (error.serverCode === "BRO-00005") return because(error, WITHOUT_OWNER(asked));
  if (xml === undefined) return because(error, WITHOUT_POLICY(asked));
  return because(error, byPolicy(xml, document.accessListMode === "Enabled", asked));
}

function because(
  error: ApiError,
  reason: string,
  code: "API_REFUSED" | "NO_RESPONSE" = "API_REFUSED",
): AltinnError {
  const words = [error.serverCode, error.traceId && `trace ${error.traceId}`].filter(Boolean);
  const more = words.length > 0 ? ` (${words.join(", ")})` : "";
  return new AltinnError(
    code,
    `${reason} Broker's answer to ${error.method} ${error.path} was ${String(error.status)}${more}.`,
  );
}

const actionOf = ({ part }: Party): string => (part === "sender" ? "write" : "read");

const named = (party: Party): string => `organisation ${party.organisation}, the ${party.part}`;

const UNKNOWN = ({ resourceId }: Asked): string =>
  `The Resource Registry does not know ${resourceId}. Check --resource and ALTINN_ENVIRONMENT, and that the program with this Resource has been run.`;

const WITHOUT_OWNER = ({ resourceId }: Asked): string =>
  `The registry resource ${resourceId} has no owner that Broker can read. Give it hasCompetentAuthority with organization and orgcode.`;

const WITHOUT_POLICY = ({ resourceId }: Asked): string =>
  `${resourceId} has no policy in the Resource Registry, so nobody gets in. Give it a ResourcePolicy.`;

const REGISTRY_DOWN = (unreachable: unknown): string =>
  `The Resource Registry cannot be read, and Broker and the decision point need it for every transfer, so this says nothing of rights and policy: ${messageOf(unreachable)}`;

const LET_IN_BEFORE = ({ party }: Asked): string =>
  `Broker refuses ${named(party)}, and let it do the same a moment ago, so no right is missing: Altinn's decision point is down, or policy or configuration have just been changed. Wait, then run the check again.`;

const RECIPIENT_ON_NO_LIST = ({ resourceId, recipient }: Asked): string =>
  `Broker refuses organisation ${recipient}, the recipient: accessListMode of ${resourceId} is Enabled, and the organisation is no member of an access list that is connected to it. Add it to an AccessList that is connected, or connect one that has it.`;

const POLICY_AGE = "A changed policy counts within ten minutes.";

function byPolicy(
  xml: string,
  limitedToLists: boolean,
  { resourceId, party, isInitialized }: Asked,
): string {
  const action = actionOf(party);
  const begin = `Broker refuses ${named(party)}.`;
  const other = [
    ...(limitedToLists
      ? [
          `the ${party.part} is no member of an access list that is connected to ${resourceId} for "${action}" (its accessListMode is Enabled, which lets in members alone; a changed list counts within ten minutes)`,
        ]
      : []),
    ...(isInitialized
      ? []
      : [`${resourceId} has no configuration in Broker (BrokerResourceConfig)`]),
    "Altinn's decision point is down, which Broker answers in the same way",
  ];
  const access = accessOfText(xml, resourceId);
  if (access.form === "unusual") {
    return `${begin} The policy is unusual, so whether it gives "${action}" cannot be told from here. If it does, ${other.join(", or ")}. ${POLICY_AGE}`;
  }
  const given = access.grants
    .filter(letsIn)
    .some(
      ({ ownersOnly, who, party: forParty, action: allowed }) =>
        !ownersOnly &&
        (who === undefined || who.value === party.organisation) &&
        (forParty === undefined || forParty === party.organisation) &&
        (allowed === undefined || allowed.value === action),
    );
  return given
    ? `${begin} The policy gives it "${action}". So ${other.join(", or ")}. ${POLICY_AGE}`
    : `${begin} The policy gives it no "${action}" by itself: add a rule for it, or have the service delegated to it, which cannot be seen from here. If it has the right by delegation, ${other.join(", or ")}. ${POLICY_AGE}`;
}
