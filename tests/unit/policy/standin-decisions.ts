import { createTables as createListTables } from "../../../standin/access-lists/tables";
import { createClock } from "../../../standin/clock";
import { evaluate } from "../../../standin/decisions/evaluate";
import { fulfilsLevel, ObligationError } from "../../../standin/decisions/obligations";
import { decisionPort } from "../../../standin/decisions/port";
import { createTables as createOrganisationTables } from "../../../standin/organisations/organisations";
import { OrganisationList } from "../../../standin/organisations/organisations";
import type { Policy } from "../../../standin/registry/policy/policy";
import { readPolicy } from "../../../standin/registry/policy/read-policy";
import { openDatabase } from "../../../standin/store/database";
import type { Asker } from "./askers";

/** The resource that the policies of `policy-texts` are for. */
export const RESOURCE_ID = "r1";

/** Claims of the token by which Broker knows a caller. */
function claimsOf({ organization = "999999999", exchanged, serviceOwner, systemUser }: Asker) {
  return {
    consumer: { authority: "iso6523-actorid-upis", ID: `0192:${organization}` },
    ...(exchanged ? { "urn:altinn:orgNumber": organization } : {}),
    ...(serviceOwner === undefined ? {} : { "urn:altinn:org": serviceOwner }),
    ...(systemUser === undefined
      ? {}
      : {
          authorization_details: [{ type: "urn:altinn:systemuser", systemuser_id: [systemUser] }],
        }),
  };
}

/** What Altinn Events tells of who subscribes: one attribute, to which the decision point adds access lists. */
function subscriberOf({ organization, serviceOwner, systemUser, lists }: Asker) {
  if (systemUser !== undefined) return { "urn:altinn:systemuser:uuid": [systemUser] };
  if (organization === undefined) return { "urn:altinn:org": [serviceOwner ?? ""] };
  return {
    "urn:altinn:organization:identifier-no": [organization],
    ...(lists ? { "urn:altinn:access-list": lists } : {}),
  };
}

/** Where the level cannot be read nobody gets in. */
function unlessItFails(letsIn: () => boolean): boolean {
  try {
    return letsIn();
  } catch (error) {
    if (error instanceof ObligationError) return false;
    throw error;
  }
}

/**
 * The stand-in's decision point over one policy at a time.
 *
 * @param askers Those with `delegatedBy` and `packages` have them under every policy.
 */
export function openDecisions(askers: readonly Asker[]) {
  const database = openDatabase();
  createOrganisationTables(database);
  createListTables(database);
  let policy: Uint8Array = Buffer.alloc(0);
  let parsed: Policy | undefined;
  const port = decisionPort({
    database,
    clock: createClock(),
    organisations: new OrganisationList(database),
    // No policy of the plain form asks for what only the Register knows.
    register: { byOrganizationNumber: () => undefined },
    registry: {
      document: () => ({ delegable: true, accessListMode: "Disabled" }),
      policy: () => policy,
    },
  });
  const delegations = new Map(
    askers.flatMap(({ systemUser, organization = "", delegatedBy: party }) => {
      if (party === undefined) return [];
      const receiver = systemUser === undefined ? { organisation: organization } : { systemUser };
      const delegation = { ...receiver, party, resourceId: RESOURCE_ID };
      return [[JSON.stringify(delegation), delegation]];
    }),
  );
  for (const { systemUser, holdsPackagesFor: party, packages } of askers) {
    if (systemUser !== undefined && party !== undefined && packages) {
      port.holdPackages({ systemUser, party, packages });
    }
  }

  return {
    /**
     * Puts a policy in force.
     *
     * @param held The same policy without the roles that nobody holds: what it lets delegate is delegated.
     */
    use(xml: string, held = xml): void {
      policy = Buffer.from(held);
      for (const delegation of delegations.values()) {
        port.revoke(delegation);
        port.delegate(delegation);
      }
      policy = held === xml ? policy : Buffer.from(xml);
      parsed = undefined;
    },
    letsIn(asker: Asker): boolean {
      const { party, actions, organization, serviceOwner } = asker;
      const isSubscriber = party === undefined || (serviceOwner && organization === undefined);
      if (!isSubscriber) {
        const request = { claims: claimsOf(asker), resourceId: RESOURCE_ID, actions, party };
        return unlessItFails(() => port.letsIn(request));
      }
      const read = (parsed ??= readPolicy(policy));
      const request = {
        subject: subscriberOf(asker),
        resource: {
          "urn:altinn:resource": [RESOURCE_ID],
          ...(party === undefined ? {} : { "urn:altinn:organization:identifier-no": [party] }),
        },
        action: { "urn:oasis:names:tc:xacml:1.0:action:action-id": actions },
      };
      const claims = serviceOwner === undefined ? {} : { "urn:altinn:org": serviceOwner };
      return (
        evaluate(read, request) === "Permit" && unlessItFails(() => fulfilsLevel(read, claims))
      );
    },
    close: () => {
      database.close();
    },
  };
}
