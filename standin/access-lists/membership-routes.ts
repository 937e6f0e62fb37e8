import type { FastifyInstance } from "fastify";
import {
  sendAltinnProblem,
  sendAltinnValidationProblem,
  sendJson,
  timestamp,
  type AltinnValidationError,
} from "../registry/answers";
import { BEARER_RULES, RESOURCE_ADMIN } from "../registry/ownership";
import { RESOURCE_URN } from "../registry/policy-store";
import { readQuery } from "../registry/query";
import { sendEmpty } from "../server/problems";
import { route } from "../server/route";
import { hasScope } from "../server/scopes";
import { PARTY_UUID_URN, parsePartyUrn, type PartyReference } from "./parties";
import { BASE, type AccessListRoom } from "./request";

const PARTY_PATH = "/$QUERY/party";
const RESOURCE_PATH = "/$QUERY/resource";

/** The platform's own look-ups of memberships. */
export function registerMemberships(
  app: FastifyInstance,
  { altinn, lists, register }: AccessListRoom,
): void {
  route(app, altinn, {
    method: "GET",
    path: `${BASE}/memberships`,
    bearer: BEARER_RULES,
    allow: (claims) => hasScope(claims, RESOURCE_ADMIN),
    handle: (request, reply) => {
      const query = readQuery(request);
      const asked = (name: string) =>
        (query.get(name) ?? [])
          .filter((value) => value !== "")
          .flatMap((value) => value.split(","));
      const { party, resource, errors } = readMembershipQuery(asked("party"), asked("resource"));
      if (party === undefined || errors.length > 0) {
        return sendAltinnValidationProblem(reply, errors);
      }
      const found = register.find(party);
      if (found === undefined) {
        return sendAltinnProblem(reply, {
          status: 400,
          code: "RR-00001",
          title: "One or more party references not found.",
        });
      }
      return sendJson(reply, 200, {
        data: lists.memberships(found.uuid, resource ?? null).map((membership) => ({
          party: `${PARTY_UUID_URN}:${found.uuid}`,
          resource: `${RESOURCE_URN}:${membership.resource}`,
          since: timestamp(membership.since),
          actionFilters: membership.actions.length > 0 ? membership.actions : undefined,
        })),
      });
    },
  });

  // Wants a platform access token, which nobody outside Altinn's platform has: the stand-in hands
  // out none, so that every caller is refused, as every service owner is.
  route(app, altinn, {
    method: "GET",
    path: `${BASE}/get-by-member`,
    bearer: BEARER_RULES,
    handle: (_request, reply) => sendEmpty(reply, 403),
  });
}

interface MembershipQuery {
  readonly party: PartyReference | undefined;
  readonly resource: string | undefined;
  readonly errors: readonly AltinnValidationError[];
}

function readMembershipQuery(
  partyUrns: readonly string[],
  resourceUrns: readonly string[],
): MembershipQuery {
  const errors: AltinnValidationError[] = [];
  const parties = partyUrns.flatMap((urn) => {
    const party = parsePartyUrn(urn);
    if (party !== undefined) return [party];
    errors.push({
      code: "RR.VLD-00004",
      title: "Invalid party URN.",
      paths: [PARTY_PATH],
      value: urn,
    });
    return [];
  });
  const resources = resourceUrns.flatMap((urn) => {
    if (urn.startsWith(`${RESOURCE_URN}:`)) return [urn.slice(RESOURCE_URN.length + 1)];
    errors.push({
      code: "RR.VLD-00005",
      title: "Invalid resource URN.",
      paths: [RESOURCE_PATH],
      value: urn,
    });
    return [];
  });
  if (parties.length === 0) {
    errors.push({
      code: "RR.VLD-00003",
      title: "At least 1 party must be specified.",
      paths: [PARTY_PATH],
    });
  } else if (parties.length > 1) {
    errors.push({
      code: "RR.VLD-00006",
      title: "Multiple parties currently not supported.",
      paths: [PARTY_PATH],
    });
  }
  if (resources.length > 1) {
    errors.push({
      code: "RR.VLD-00007",
      title: "Multiple resources currently not supported.",
      paths: [RESOURCE_PATH],
    });
  }
  return { party: parties[0], resource: resources[0], errors };
}
