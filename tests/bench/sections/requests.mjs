import { table } from "../report/table.mjs";

/**
 * What each operation is to send, a kind's own requests. Where several services are new, one list of resources answers for
 * all from the third on, so that the last of them sends nothing when it is checked.
 */
const WANTED = {
  "check, new": {
    ServiceOwner: { "GET service owner": 1 },
    Resource: {},
    ResourcePolicy: {},
    BrokerResourceConfig: {},
  },
  create: {
    // How often it looks until storage is there depends on the server; here it is there at once.
    ServiceOwner: { "GET service owner": 2, "POST service owner": 1 },
    Resource: { "GET registry resource": 1, "POST registry resource": 1 },
    ResourcePolicy: { "GET policy": 2, "PUT policy": 1 },
    BrokerResourceConfig: { "GET Broker resource": 2, "PUT Broker resource": 1 },
  },
  read: {
    ServiceOwner: { "GET service owner": 1 },
    Resource: { "GET registry resource": 1 },
    ResourcePolicy: { "GET policy": 1 },
    BrokerResourceConfig: { "GET Broker resource": 1 },
  },
  "check and diff, unchanged": {
    ServiceOwner: {},
    Resource: {},
    ResourcePolicy: {},
    BrokerResourceConfig: {},
  },
  update: {
    Resource: { "GET registry resource": 2, "PUT registry resource": 1 },
    ResourcePolicy: { "GET policy": 1, "PUT policy": 1 },
    BrokerResourceConfig: { "GET Broker resource": 1, "PUT Broker resource": 1 },
  },
};

/** Once in a process: two scopes are asked for, Broker's and the registry's. */
const WANTED_ONCE = {
  "GET organisation list": 1,
  "GET list of resources": 1,
  "POST Maskinporten token": 2,
  "GET token exchange": 2,
};

const inWords = (counts) =>
  Object.entries(counts)
    .map(([purpose, count]) => (count === 1 ? purpose : `${count} ${purpose}`))
    .join(", ") || "none";

export const section = ({ services, operations, once }) => ({
  text: `What each operation sends, counted by the embedded Altinn, with ${services} new services. Every write comes with a look at what is
there, or with two; what is unchanged is not asked for without a refresh. For the first two new services \`check\` reads each
registry resource, its policy and Broker's settings by themselves; then one list says of all others that they are not there, so
that the last service, which the table shows, asks for nothing. Deletes, access lists and their connections are not in it.

${table(
  ["operation", ...Object.keys(operations.read)],
  Object.entries(operations).map(([operation, kinds]) => [
    operation,
    ...Object.keys(operations.read).map((kind) => (kinds[kind] ? inWords(kinds[kind]) : "-")),
  ]),
)}

Once in a process, however many services there are, and only if something is asked for at all: ${inWords(once)}. An \`up\` with its preview is two processes.`,
});

export function goals({ operations, once }) {
  const differing = Object.entries(WANTED).flatMap(([operation, kinds]) =>
    Object.entries(kinds)
      .filter(([kind, counts]) => !isSame(counts, operations[operation]?.[kind]))
      .map(([kind]) => `${operation} of ${kind}`),
  );
  if (!isSame(WANTED_ONCE, once)) differing.push("what is asked once");
  return [
    {
      figure: "requests of each kind and operation, tokens of a process",
      goal: "as many as this project set: the table under _Requests_",
      measured: differing.length === 0 ? "equal" : `other: ${differing.join(", ")}`,
      met: differing.length === 0,
    },
  ];
}

const isSame = (a, b) => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b ?? null));
const sorted = (counts) =>
  counts === null ? null : Object.entries(counts).toSorted(([a], [b]) => (a < b ? -1 : 1));
