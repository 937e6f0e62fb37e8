import type { FastifyInstance, FastifyReply } from "fastify";
import {
  sendAltinnProblem,
  sendAltinnValidationProblem,
  sendJson,
  ServerCrash,
  timestamp,
} from "../registry/answers";
import { readQuery, readToken, UnboundValue, writeToken } from "../registry/query";
import { applicationJson, sendStatusProblem, sendValidationProblem } from "../server/problems";
import { route } from "../server/route";
import { readMembersBody } from "./bodies";
import { refuseByConditions, withValidators } from "./conditions";
import type { AccessList, Member } from "./list-store";
import {
  ORGANIZATION_URN,
  PARTY_ID_URN,
  PARTY_UUID_URN,
  type PartyReference,
  type Register,
} from "./parties";
import { BASE, readBody, readListRequest, toRead, toWrite, type AccessListRoom } from "./request";

const PAGE_SIZE = 100;
const MOST_IN_ONE_REQUEST = 100;

/** Where a page of a list's members or connections begins, and at which version of the list. */
export interface PageToken {
  readonly Version: number;
  readonly ContinueFrom: string;
}

export function isPageToken(value: unknown): value is PageToken {
  if (typeof value !== "object" || value === null) return false;
  const { Version: version, ContinueFrom: from } = value as Partial<PageToken>;
  return Number.isInteger(version) && typeof from === "string";
}

const TOO_MANY = {
  PUT: {
    code: "RR.VLD-00000",
    title: "Cannot replace more than 100 members at a time. Use POST and DELETE methods instead.",
  },
  POST: { code: "RR.VLD-00001", title: "Cannot add or remove more than 100 members at a time." },
  DELETE: { code: "RR.VLD-00001", title: "Cannot add or remove more than 100 members at a time." },
} as const;

const PARTY_NOT_FOUND = {
  status: 400,
  code: "RR-00001",
  title: "One or more party references not found.",
};

function toMember({ party: uuid, since }: Member, register: Register): object {
  const party = register.findByUuid(uuid);
  if (party === undefined) throw new ServerCrash(`Register does not know the party ${uuid}`);
  return {
    id: `${PARTY_UUID_URN}:${uuid}`,
    since: timestamp(since),
    identifiers: {
      [PARTY_UUID_URN]: uuid,
      [PARTY_ID_URN]: party.id,
      [ORGANIZATION_URN]: party.organizationNumber,
    },
  };
}

/** The members of a list: read in pages, replaced, added and removed. */
export function registerMembers(app: FastifyInstance, room: AccessListRoom): void {
  const { altinn, lists, register, oneWriter } = room;
  const path = `${BASE}/:owner/:list/members`;

  function sendPage(reply: FastifyReply, list: AccessList, from: string): FastifyReply {
    const found = lists.members(list, from, PAGE_SIZE + 1);
    const next = found[PAGE_SIZE];
    const token =
      next && writeToken({ Version: list.version, ContinueFrom: next.party } satisfies PageToken);
    const link = `${altinn.platformUrl()}${BASE}/${list.owner}/${encodeURIComponent(list.identifier)}/members`;
    return sendJson(withValidators(reply, list), 200, {
      links: { next: token && `${link}?token=${token}` },
      data: found.slice(0, PAGE_SIZE).map((member) => toMember(member, register)),
    });
  }

  route(app, altinn, {
    ...toRead,
    method: "GET",
    path,
    handle: (request, reply, claims) => {
      const asked = readListRequest(request, reply, claims, altinn);
      if (asked === undefined) return reply;
      const token = readToken(readQuery(request), isPageToken);
      if (token instanceof UnboundValue) {
        return sendValidationProblem(reply, token.errors, applicationJson);
      }
      const list = lists.list(asked.owner, asked.identifier);
      if (list === undefined) return sendStatusProblem(reply, 404, applicationJson);
      const refused = refuseByConditions(request, reply, asked.conditions, list);
      if (refused) return refused;
      if (token !== undefined && token.Version !== list.version) {
        return sendStatusProblem(reply, 412, applicationJson);
      }
      return sendPage(reply, list, token?.ContinueFrom ?? "");
    },
  });

  route(app, altinn, {
    ...toWrite,
    method: ["PUT", "POST", "DELETE"],
    path,
    ...oneWriter((request, reply, claims) => {
      const asked = readListRequest(request, reply, claims, altinn);
      if (asked === undefined) return reply;
      const references = readBody(request, reply, readMembersBody, "members");
      if (references === undefined) return reply;
      const method = request.method as keyof typeof TOO_MANY;
      if (references.length > MOST_IN_ONE_REQUEST) {
        return sendAltinnValidationProblem(reply, [{ ...TOO_MANY[method], paths: ["/data"] }]);
      }
      const { owner, identifier, conditions } = asked;
      const list = lists.list(owner, identifier);
      if (list === undefined) return sendStatusProblem(reply, 404, applicationJson);
      const refused = refuseByConditions(request, reply, conditions, list);
      if (refused) return refused;
      const parties = findAll(references);
      if (parties === undefined) return sendAltinnProblem(reply, PARTY_NOT_FOUND);
      const named = (party: string) => parties.includes(party);
      const changes = {
        PUT: { add: parties, remove: (party: string) => !named(party) },
        POST: { add: parties, remove: () => false },
        DELETE: { add: [], remove: named },
      };
      lists.changeMembers(list, changes[method], altinn.clock.now());
      return sendPage(reply, lists.list(owner, identifier) as AccessList, "");
    }),
  });

  /** The uuids of the parties; undefined when Register does not know all of them. */
  function findAll(references: readonly (PartyReference | null)[]): string[] | undefined {
    const uuids: string[] = [];
    for (const reference of references) {
      const party = reference === null ? undefined : register.find(reference);
      if (party === undefined) return undefined;
      uuids.push(party.uuid);
    }
    return uuids;
  }
}
