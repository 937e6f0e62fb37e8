import * as z from "zod";
import { entry } from "../world/entry";
import { formsOf, isPrivate } from "../world/keys";
import { makerOf } from "../world/make";
import { kindNames, overHttp, type KindName } from "../world/schema";
import type { Controlled, Operation } from "./operation";
import { Refused } from "./operation";
import { requestOperations } from "./requests";
import { tokenOperations } from "./token-generator";

const shownClient = z.object({
  clientId: z.string(),
  organisation: z.string().describe("Nine digits."),
  scopes: z.array(z.string()),
  systemUsers: z.array(z.string()).describe("Ids of its system users."),
  kid: z.string().optional(),
  jwk: z.record(z.string(), z.unknown()).optional().describe("The private key, where it is known."),
  jwkBase64: z.string().optional().describe("The JWK's JSON in base64."),
  pem: z.string().optional().describe("The private key as PKCS#8."),
});

const delegation = z.object({
  party: z.string(),
  systemUser: z.string().optional(),
  organisation: z.string().optional(),
  resourceId: z.string(),
  actions: z.array(z.string()),
});

const waitingFault = z.looseObject({
  id: z.int().describe("From 1; a request's cause names it."),
  met: z.int().describe("How many requests have met it."),
  left: z.union([z.int(), z.literal("standing")]).describe("For how many it still waits."),
});

const clock = z.object({ now: z.string(), aheadMs: z.number() });

/** What POST of each kind does, and what it answers; 204 for a kind that has nothing to tell. */
const made: Readonly<Record<KindName, { readonly summary: string; readonly answer?: z.ZodType }>> =
  {
    organisations: {
      summary:
        "Puts an organisation on the list; code and number are made up when they are left out.",
      answer: z.object({ code: z.string(), number: z.string() }),
    },
    clients: {
      summary:
        "Registers a Maskinporten client. Without a key one is made, and answered in three forms.",
      answer: shownClient,
    },
    suppliers: {
      summary:
        "Lets the clients of one organisation act for another in Maskinporten, with these scopes.",
    },
    systemUsers: {
      summary: "Makes a system user that a client may ask for.",
      answer: z.object({ id: z.string() }),
    },
    heldPackages: { summary: "Gives a system user access packages for a party." },
    resources: {
      summary: "Stores a registry document, a new version when the resource is there.",
      answer: z.object({ versionId: z.int() }),
    },
    policies: { summary: "Stores a resource's policy." },
    delegations: {
      summary: "Gives a system user or an organisation a party's rights on a resource.",
      answer: z.object({ actions: z.array(z.string()).describe("Of each right that was given.") }),
    },
    accessLists: { summary: "Makes an access list with its members and connections." },
    brokerServiceOwners: { summary: "Registers a service owner in Broker, ready for transfers." },
    brokerConfigurations: { summary: "Sets fields of a resource's configuration in Broker." },
    scanVerdicts: { summary: "Says what malware scans find: `malicious` makes transfers fail." },
    faults: { summary: "Makes the next requests that match go wrong." },
  };

/** `brokerServiceOwners` is under `/broker-service-owners`. */
const pathOf = (kind: KindName): string =>
  `/${kind.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

function making(kind: KindName): Operation {
  const { summary, answer } = made[kind];
  return {
    method: "POST",
    path: pathOf(kind),
    summary,
    body: overHttp[kind],
    ...(answer && { answer: { status: 201, schema: answer, words: "What was made" } }),
    run({ standin, state }, { body }) {
      const make = makerOf(state, standin)[kind] as (wanted: unknown) => unknown;
      const result = make(body);
      return kind === "clients"
        ? client({ standin, state }, (result as { clientId: string }).clientId)
        : result;
    },
  };
}

/** @throws Refused for an unknown client */
function client({ state }: Controlled, clientId: string): z.infer<typeof shownClient> {
  const found = state.clients.find(clientId);
  if (found === undefined) {
    throw new Refused(404, `there is no client ${clientId}; GET /clients lists them`);
  }
  const { organisation, scopes, systemUsers, keys } = found;
  const jwk = state.readyClients.get(clientId)?.jwk;
  return {
    clientId,
    organisation,
    scopes: [...scopes],
    systemUsers: systemUsers.map(({ id }) => id),
    ...(keys[0] && { kid: keys[0].kid }),
    ...(jwk && isPrivate(jwk) && { ...formsOf(jwk), jwk: { ...jwk } }),
  };
}

const withoutKey = ({
  jwk: _,
  jwkBase64: _base64,
  pem: _pem,
  ...rest
}: z.infer<typeof shownClient>) => rest;

const receiver = { ...overHttp.delegations.shape };

export const operations: readonly Operation[] = [
  ...requestOperations,
  {
    method: "GET",
    path: "/clock",
    summary: "What time it is in the stand-in.",
    answer: { status: 200, schema: clock, words: "The clock" },
    run: ({ state }) => told(state),
  },
  {
    method: "POST",
    path: "/clock/advance",
    summary: "Moves the clock forward: tokens expire, transfers too.",
    body: entry({ ms: z.number().min(0).describe("Milliseconds.") }),
    answer: { status: 200, schema: clock, words: "The clock after it" },
    run({ standin, state }, { body }) {
      standin.advance((body as { ms: number }).ms);
      return told(state);
    },
  },
  ...kindNames.map(making),
  {
    method: "GET",
    path: "/faults",
    summary: "The faults that are still waiting for requests, and how often each was met.",
    answer: { status: 200, schema: z.array(waitingFault), words: "Oldest first" },
    run: ({ state }) =>
      state.faults.all().map(({ id, matcher, what, left, met }): z.infer<typeof waitingFault> => {
        const { path, ...rest } = matcher;
        return {
          id,
          met,
          left: left === Infinity ? "standing" : left,
          ...rest,
          ...(path instanceof RegExp ? { pathPattern: path.source } : { path }),
          ...what,
        };
      }),
  },
  {
    method: "DELETE",
    path: "/faults",
    summary: "Forgets all faults that are still waiting.",
    run: ({ standin }) => standin.clearFaults(),
  },
  {
    method: "DELETE",
    path: "/scan-verdicts",
    summary: "Forgets all verdicts: scans find nothing.",
    run: ({ standin }) => standin.clearScanVerdicts(),
  },
  {
    method: "DELETE",
    path: "/delegations",
    summary: "Takes all that a party has delegated on a resource to one receiver back.",
    body: entry({
      party: receiver.party,
      systemUser: receiver.systemUser,
      organisation: receiver.organisation,
      resourceId: receiver.resourceId,
    }),
    refusals: { 404: "There was nothing" },
    run({ standin, state }, { body }) {
      const { party, systemUser, organisation, resourceId } = body as z.infer<
        typeof overHttp.delegations
      >;
      const to =
        systemUser === undefined
          ? { organisation: state.organisations.numberOf(organisation ?? "") }
          : { systemUser };
      const number = state.organisations.numberOf(party);
      if (!standin.revoke({ party: number, resourceId, ...to })) {
        throw new Refused(
          404,
          "nothing like this has been delegated; GET /delegations lists what has",
        );
      }
    },
  },
  {
    method: "DELETE",
    path: "/held-packages",
    summary: "Takes access packages from a system user.",
    body: overHttp.heldPackages,
    refusals: { 404: "It held none of them" },
    run({ standin, state }, { body }) {
      const held = body as z.infer<typeof overHttp.heldPackages>;
      if (!standin.dropPackages({ ...held, party: state.organisations.numberOf(held.party) })) {
        throw new Refused(404, `${held.systemUser} holds none of these packages for ${held.party}`);
      }
    },
  },
  {
    method: "GET",
    path: "/organisations",
    summary: "The organisation list.",
    answer: {
      status: 200,
      schema: z.array(z.object({ code: z.string(), number: z.string(), name: z.string() })),
      words: "By code",
    },
    run: ({ state }) =>
      state.organisations.all().map(({ code, number, name }) => ({ code, number, name: name.nb })),
  },
  {
    method: "GET",
    path: "/clients",
    summary: "The Maskinporten clients, without their keys.",
    answer: { status: 200, schema: z.array(shownClient), words: "The clients" },
    run: ({ standin, state }) =>
      state.clients.all().map(({ clientId }) => withoutKey(client({ standin, state }, clientId))),
  },
  {
    method: "GET",
    path: "/clients/{clientId}",
    summary: "One client, with its private key in three forms where the stand-in has it.",
    answer: { status: 200, schema: shownClient, words: "The client" },
    refusals: { 404: "There is no such client" },
    run: (controlled, { path }) => client(controlled, path["clientId"] ?? ""),
  },
  {
    method: "GET",
    path: "/delegations",
    summary: "All that has been delegated and not been taken back.",
    answer: { status: 200, schema: z.array(delegation), words: "The delegations" },
    run: ({ standin }) => standin.delegations(),
  },
  {
    method: "POST",
    path: "/reset",
    summary:
      "Back to the world that the stand-in was started with: what was written since goes, the clock tells the machine's time. Tokens stay good.",
    run: ({ standin }) => standin.reset(),
  },
  ...tokenOperations,
];

const told = ({ clock: { now, aheadMs } }: Controlled["state"]): z.infer<typeof clock> => ({
  now: new Date(now()).toISOString(),
  aheadMs,
});
