import type { Values } from "../../../provider/resources/lifecycle";
import type { Fault } from "../../../standin/server/faults";
import { resourceArgs } from "../../support/resources";
import { registeredByHand } from "./by-hand";
import type { Row } from "./row";
import { scenarios, type Situation } from "./table";
import type { Extent } from "./troubles";

const TOKEN = ["POST token", "GET exchange"];
const WRITE = ["PUT configuration", "GET configuration"];
const SIZE = { maxFileTransferSize: 1_073_741_824 };

const args = ({ id }: Row, more: Record<string, unknown> = {}) => ({
  resourceId: id,
  ...SIZE,
  fileTransferTimeToLive: "P30D",
  ...more,
});

const resourceOf = (row: Row, id = row.id) => registeredByHand(row, resourceArgs(id));

async function configuredByHand(row: Row, fields: Record<string, unknown> = {}): Promise<void> {
  await row.byHand.broker.putConfig(row.id, { ...SIZE, fileTransferTimeToLive: "P30D", ...fields });
}

async function made(row: Row): Promise<void> {
  await resourceOf(row);
  await row.up(args(row));
}

const PARTY = { requiredParty: "991825827" };

/** A run whose every PUT goes wrong. */
async function upInVain(row: Row, fault: Fault, program: Values): Promise<void> {
  const { standin } = row.ground;
  standin.failNext({ method: "PUT", path: /\/broker\// }, fault, { standing: true });
  await expect(row.up(program)).rejects.toThrow(/PUT \S+ (?:answered 500|got no answer)/);
  standin.clearFaults();
}

/** A first run that came to nothing, after which somebody configures it by hand. */
async function madeInVainThenByHand(row: Row): Promise<void> {
  await resourceOf(row);
  await upInVain(row, { status: 500 }, args(row));
  row.ground.standin.setBrokerConfiguration(row.id, { fileTransferTimeToLive: "P7D" });
}

/** A required party was added, and arrived, without an answer. */
async function partyInDoubt(row: Row): Promise<void> {
  await made(row);
  await upInVain(row, { reset: "after" }, args(row, PARTY));
}

const inDoubt: readonly Situation[] = [
  {
    title: "a first PUT that loses the race finds what it wanted",
    async prepare(row) {
      await resourceOf(row);
      const { resourceId: _id, ...fields } = args(row);
      row.ground.standin.loseFirstBrokerPut(row.id, fields);
    },
    program: (row) => args(row),
    steps: ["create"],
    calls: [...TOKEN, "GET configuration", ...WRITE],
  },
  {
    title: "a first PUT that loses the race finds half of what it wanted",
    async prepare(row) {
      await resourceOf(row);
      row.ground.standin.loseFirstBrokerPut(row.id, SIZE);
    },
    program: (row) => args(row),
    steps: ["create"],
    calls: [...TOKEN, "GET configuration", ...WRITE, ...WRITE],
  },
  {
    title: "tried in vain, and then configured by hand, is refused",
    prepare: madeInVainThenByHand,
    program: (row) => args(row),
    refused: /exists already and differs from the program in .*fileTransferTimeToLive/,
    steps: [],
    calls: [...TOKEN, "GET configuration"],
  },
  {
    title: "tried in vain, and then configured by hand, seen by a refresh, is refused",
    prepare: madeInVainThenByHand,
    program: (row) => args(row),
    refresh: true,
    refused: /exists already and differs from the program in .*fileTransferTimeToLive/,
    steps: ["read"],
    calls: [...TOKEN, "GET configuration", "GET configuration"],
  },
  {
    title: "tried in vain, and then configured by hand, is taken over with adopt",
    prepare: madeInVainThenByHand,
    program: (row) => args(row, { adopt: true }),
    steps: ["update"],
    calls: [...TOKEN, "GET configuration", ...WRITE],
  },
  {
    title: "an argument in doubt that arrived is done",
    prepare: partyInDoubt,
    program: (row) => args(row, PARTY),
    steps: ["update"],
    calls: [...TOKEN, "GET configuration"],
  },
  {
    title: "an argument in doubt that arrived, seen by a refresh, is done",
    prepare: partyInDoubt,
    program: (row) => args(row, PARTY),
    refresh: true,
    steps: ["read", "update"],
    calls: [...TOKEN, "GET configuration", "GET configuration"],
  },
  {
    title: "an argument in doubt that arrived cannot be left out again",
    prepare: partyInDoubt,
    program: (row) => args(row),
    refused: /requiredParty was "991825827" and is left out now/,
    steps: [],
    calls: [...TOKEN, "GET configuration"],
  },
  {
    title: "an argument in doubt that arrived, seen by a refresh, cannot be left out again",
    prepare: partyInDoubt,
    program: (row) => args(row),
    refresh: true,
    refused: /requiredParty was "991825827" and is left out now/,
    steps: ["read"],
    calls: [...TOKEN, "GET configuration"],
  },
  {
    title: "reset behind the program's back, and repaired",
    async prepare(row) {
      await made(row);
      row.ground.standin.resetBrokerConfiguration(row.id);
    },
    program: (row) => args(row),
    refresh: true,
    steps: ["read", "update"],
    calls: [...TOKEN, "GET configuration", ...WRITE],
  },
];

const situations: readonly Situation[] = [
  {
    title: "configured for the first time",
    prepare: (row) => resourceOf(row),
    program: (row) => args(row),
    steps: ["create"],
    calls: [...TOKEN, "GET configuration", ...WRITE],
  },
  {
    title: "opened for the first time, with Broker's own values",
    prepare: (row) => resourceOf(row),
    program: ({ id }) => ({ resourceId: id }),
    steps: ["create"],
    calls: [...TOKEN, "GET configuration", ...WRITE],
  },
  {
    title: "one that equals the program is taken over",
    async prepare(row) {
      await resourceOf(row);
      await configuredByHand(row, { requiredParty: "991825827" });
    },
    program: (row) => args(row),
    steps: ["create"],
    calls: [...TOKEN, "GET configuration"],
  },
  {
    title: "one that differs is refused",
    async prepare(row) {
      await resourceOf(row);
      await configuredByHand(row, { fileTransferTimeToLive: "P7D" });
    },
    program: (row) => args(row),
    refused: /exists already and differs from the program in fileTransferTimeToLive.*adopt: true/,
    steps: [],
    calls: [...TOKEN, "GET configuration"],
  },
  {
    title: "one that differs is taken over with adopt",
    async prepare(row) {
      await resourceOf(row);
      await configuredByHand(row, { fileTransferTimeToLive: "P7D" });
    },
    program: (row) => args(row, { adopt: true }),
    steps: ["create"],
    calls: [...TOKEN, "GET configuration", ...WRITE],
  },
  {
    title: "made again after it was removed from the program",
    async prepare(row) {
      await made(row);
      await row.up(undefined);
    },
    program: (row) => args(row),
    steps: ["create"],
    calls: [...TOKEN, "GET configuration"],
  },
  {
    title: "one argument changes",
    prepare: made,
    was: (row) => args(row),
    program: (row) => args(row, { fileTransferTimeToLive: "P14D" }),
    steps: ["update"],
    calls: [...TOKEN, ...WRITE],
  },
  {
    title: "an argument is written in another way",
    prepare: made,
    program: (row) => args(row, { fileTransferTimeToLive: "PT720H" }),
    steps: ["same"],
    calls: [],
  },
  {
    title: "the shim is turned on",
    prepare: made,
    program: (row) =>
      args(row, {
        useManifestFileShim: true,
        externalServiceCodeLegacy: "4434",
        externalServiceEditionCodeLegacy: 2,
      }),
    steps: ["update"],
    calls: [...TOKEN, ...WRITE],
  },
  {
    title: "nothing changes",
    prepare: made,
    program: (row) => args(row),
    steps: ["same"],
    calls: [],
  },
  {
    title: "nothing changes, seen by a refresh",
    prepare: made,
    program: (row) => args(row),
    refresh: true,
    steps: ["read", "same"],
    calls: [...TOKEN, "GET configuration"],
  },
  {
    title: "drift is found and repaired",
    async prepare(row) {
      await made(row);
      await configuredByHand(row, { maxFileTransferSize: 5, fileTransferTimeToLive: "P1D" });
    },
    program: (row) => args(row),
    refresh: true,
    steps: ["read", "update"],
    calls: [...TOKEN, "GET configuration", ...WRITE],
  },
  {
    title: "gone behind the program's back, and configured again",
    async prepare(row) {
      await made(row);
      row.inDatabase("DELETE FROM broker_resource WHERE id = ?", row.id);
    },
    program: (row) => args(row),
    refresh: true,
    steps: ["gone", "create"],
    calls: [...TOKEN, "GET configuration", "GET configuration", ...WRITE],
  },
  {
    title: "replaced by that of another resource",
    async prepare(row) {
      await made(row);
      await resourceOf(row, row.otherId);
    },
    program: ({ otherId }) => ({ resourceId: otherId, ...SIZE }),
    steps: ["replace", "delete"],
    calls: [
      ...TOKEN,
      "GET other configuration",
      "PUT other configuration",
      "GET other configuration",
    ],
  },
  {
    title: "removed: forgotten",
    prepare: made,
    program: () => undefined,
    steps: ["delete"],
    calls: [],
  },
];

export const brokerResourceConfig = (extent: Extent): void =>
  scenarios("BrokerResourceConfig", [...situations, ...inDoubt], extent, {
    prepare: async (row) => {
      await row.byHand.broker.postServiceOwner("Etaten");
    },
  });
