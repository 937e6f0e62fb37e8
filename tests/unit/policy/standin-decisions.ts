import { createTables as createListTables } from "../../../standin/access-lists/tables";
import { createClock } from "../../../standin/clock";
import { evaluate } from "../../../standin/decisions/evaluate";
import { fulfilsLevel, ObligationError } from "../../../standin/decisions/obligations";
import { decisionPort } from "../../../standin/decisions/port";
import { createTables as createDecisionTables } from "../../../standin/decisions/tables";
import { createTables as createOrganisationTables } from "../../../standin/organisations/organisations";
import { OrganisationList } from "../../../standin/organisations/organisations";
import { readPolicy } from "../../../standin/registry/policy/read-policy";
import { openDatabase } from "../../../standin/store/database";
import * as text from "./policy-texts";
import type { Asking } from "./words-reader";

/** The resource that the policies of `policy-texts` are for. */
export const RESOURCE_ID = "r1";

/** What the resource's document says beside its policy. */
export interface Document {
  readonly delegable: boolean;
  readonly accessListMode: "Disabled" | "Enabled";
}

const ALL = ["read", "write", "subscribe"];
/** Under this one everything can be delegated. */
const EARLIER = text.policyText({ rules: [text.rule([text.role("dagl")], ALL)] });

/** Claims of the token by which Broker knows a caller. */
function claimsOf({ organization = "999999999", exchanged, serviceOwner, systemUser }: Asking) {
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

/** Where Broker fails on the policy's obligations it lets nobody in. */
function unlessBrokerFails(letsIn: () => boolean): boolean {
  try {
    return letsIn();
  } catch (error) {
    if (error instanceof ObligationError) return false;
    throw error;
  }
}

/**
 * The stand-in's decision point over one policy at a time, with delegations in a store of its own.
 *
 * @param askers Those with rights from an earlier policy get them now, and keep them.
 */
export function openDecisions(askers: readonly Asking[]) {
  const database = openDatabase();
  createOrganisationTables(database);
  createListTables(database);
  createDecisionTables(database);
  let policy: Uint8Array = Buffer.from(EARLIER);
  let document: Document = { delegable: true, accessListMode: "Disabled" };
  const parts = {
    database,
    clock: createClock(),
    organisations: new OrganisationList(database),
    registry: { document: () => ({ ...document }), policy: () => policy },
  };
  const newest = decisionPort(parts);
  const older = decisionPort(parts, { olderBuild: true });
  const delegations = (from: "delegatedBy" | "keptFrom") =>
    askers.flatMap(({ systemUser, [from]: party }) =>
      systemUser === undefined || party === undefined
        ? []
        : [{ systemUser, party, resourceId: RESOURCE_ID, actions: ALL }],
    );
  for (const delegation of delegations("keptFrom")) newest.delegate(delegation);
  const fresh = [
    ...new Map(delegations("delegatedBy").map((each) => [JSON.stringify(each), each])).values(),
  ];

  return {
    /** Puts a policy in force, and delegates under it what it lets delegate. */
    use(xml: string, stated: Document): void {
      policy = Buffer.from(xml);
      document = stated;
      for (const delegation of fresh) {
        newest.revoke(delegation);
        newest.delegate(delegation);
      }
    },
    letsIn(asking: Asking, build: "newest" | "older" = "newest"): boolean {
      const { party, actions, lists = [] } = asking;
      if (party !== undefined) {
        const port = build === "newest" ? newest : older;
        const request = { claims: claimsOf(asking), resourceId: RESOURCE_ID, actions, party };
        return unlessBrokerFails(() => port.letsIn(request));
      }
      // Altinn Events names no party where a subscription is for everything.
      const read = readPolicy(policy);
      const subject = {
        "urn:altinn:organization:identifier-no": [asking.organization ?? ""],
        ...(lists.length > 0 ? { "urn:altinn:access-list": lists } : {}),
      };
      const request = {
        subject,
        resource: { "urn:altinn:resource": [RESOURCE_ID] },
        action: { "urn:oasis:names:tc:xacml:1.0:action:action-id": actions },
      };
      const options = { olderBuild: build === "older" };
      if (evaluate(read, request, options) !== "Permit") return false;
      return unlessBrokerFails(() => fulfilsLevel(read, {}));
    },
    close: () => {
      database.close();
    },
  };
}
