import { ASKED, LIST, TOKEN } from "./asked";
import {
  args,
  LOOK,
  made,
  registered,
  resourceOf,
  SIZE,
  WRITE,
} from "./broker-resource-config-args";
import type { Row } from "./row";
import type { Situation } from "./play";
import { scenarios } from "./table";
import type { Extent } from "./troubles";

async function configuredByHand(row: Row, fields: Record<string, unknown> = {}): Promise<void> {
  await row.byHand.broker.putConfig(row.id, { ...SIZE, fileTransferTimeToLive: "P30D", ...fields });
}

const situations: readonly Situation[] = [
  {
    title: "configured for the first time",
    prepare: (row) => resourceOf(row),
    program: (row) => args(row),
    steps: ["create"],
    calls: [...ASKED, LOOK, LOOK, ...WRITE],
  },
  {
    title: "opened for the first time, with Broker's own values",
    prepare: (row) => resourceOf(row),
    program: ({ id }) => ({ resourceId: id }),
    steps: ["create"],
    calls: [...ASKED, LOOK, LOOK, ...WRITE],
  },
  {
    title: "one that equals the program is taken over",
    async prepare(row) {
      await resourceOf(row);
      await configuredByHand(row, { requiredParty: "991825827" });
    },
    program: (row) => args(row),
    steps: ["create"],
    calls: [...ASKED, LOOK, LOOK],
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
    calls: [...ASKED, LOOK],
  },
  {
    title: "one that differs is taken over with adopt",
    async prepare(row) {
      await resourceOf(row);
      await configuredByHand(row, { fileTransferTimeToLive: "P7D" });
    },
    program: (row) => args(row, { adopt: true }),
    steps: ["create"],
    calls: [...ASKED, LOOK, LOOK, ...WRITE],
  },
  {
    title: "made again after it was removed from the program",
    async prepare(row) {
      await made(row);
      await row.up(undefined);
    },
    program: (row) => args(row),
    steps: ["create"],
    calls: [...ASKED, LOOK, LOOK],
  },
  {
    title: "one argument changes",
    prepare: made,
    was: (row) => args(row),
    program: (row) => args(row, { fileTransferTimeToLive: "P14D" }),
    steps: ["update"],
    calls: [...ASKED, ...WRITE],
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
    calls: [...ASKED, ...WRITE],
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
    calls: [...TOKEN, LOOK],
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
    calls: [...TOKEN, LOOK, LIST, ...WRITE],
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
    calls: [...TOKEN, LOOK, LIST, LOOK, LOOK, ...WRITE],
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
      ...ASKED,
      "GET other configuration",
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
  scenarios("BrokerResourceConfig", situations, extent, { prepare: registered });
