import { ASKED, LIST, TOKEN } from "./asked";
import type { Values } from "../../../provider/resources/lifecycle";
import {
  args,
  LOOK,
  made,
  PARTY,
  registered,
  resourceOf,
  WRITE,
} from "./broker-resource-config-args";
import type { Row } from "./row";
import type { Situation } from "./play";
import { scenarios } from "./table";
import type { Extent } from "./troubles";

/* What Broker shows as null, and values that are one to it. */

const NUMBER = PARTY.requiredParty;
const URN = `urn:altinn:organization:identifier-no:${NUMBER}`;
const EDITED = { fileTransferTimeToLive: "P7D" };
const NOBODY = { requiredParty: "", externalServiceCodeLegacy: "" };
const NULLS = { requiredParty: null, externalServiceCodeLegacy: null };

const set = (row: Row, fields: Values): void =>
  row.ground.standin.setBrokerConfiguration(row.id, fields);

const madeThen = (more: Values, fields: Values) => async (row: Row) => {
  await made(row, more);
  set(row, fields);
};

async function madeThenReset(row: Row): Promise<void> {
  await made(row, PARTY);
  row.ground.standin.resetBrokerConfiguration(row.id);
}

async function madeThenResetThenTold(row: Row): Promise<void> {
  await madeThenReset(row);
  await row.upInVain(
    args(row, { ...PARTY, ...EDITED }),
    /shows another value of maxFileTransferSize \(is nothing.*requiredParty \(is nothing/,
  );
}

const byHand = (fields: Values) => async (row: Row) => {
  await resourceOf(row);
  const { resourceId: _id, ...all } = args(row);
  set(row, { ...all, ...fields });
};

const nulls: readonly Situation[] = [
  {
    title: "reset behind the program's back, and not seen without a refresh",
    prepare: madeThenReset,
    program: (row) => args(row, PARTY),
    unseen: true,
    steps: ["same"],
    calls: [],
  },
  {
    title: "reset behind the program's back, seen by a refresh, and repaired",
    prepare: madeThenReset,
    program: (row) => args(row, PARTY),
    refresh: true,
    steps: ["read", "update"],
    calls: [...TOKEN, LOOK, LIST, ...WRITE],
  },
  {
    title: "a reset that the look after another change has told is repaired by the next run",
    prepare: madeThenResetThenTold,
    program: (row) => args(row, { ...PARTY, ...EDITED }),
    steps: ["update"],
    calls: [...ASKED, LOOK, ...WRITE],
  },
  {
    title: "a reset that the look after another change has told, seen by a refresh, is repaired",
    prepare: madeThenResetThenTold,
    program: (row) => args(row, { ...PARTY, ...EDITED }),
    refresh: true,
    steps: ["read", "update"],
    calls: [...TOKEN, LOOK, LIST, LOOK, ...WRITE],
  },
  {
    title: "a required party that was reset is written again after a refresh",
    prepare: madeThen(PARTY, { requiredParty: null }),
    program: (row) => args(row, PARTY),
    refresh: true,
    steps: ["read", "update"],
    calls: [...TOKEN, LOOK, LIST, ...WRITE],
  },
  {
    title: "a required party that was reset cannot be left out before a refresh",
    prepare: madeThen(PARTY, { requiredParty: null }),
    program: (row) => args(row),
    refused: /requiredParty was "991825827" and is left out now/,
    steps: [],
    calls: [],
  },
  {
    title: "a required party that was reset may be left out after a refresh",
    prepare: madeThen(PARTY, { requiredParty: null }),
    program: (row) => args(row),
    refresh: true,
    steps: ["read", "update"],
    calls: [...TOKEN, LOOK, LIST],
  },
  {
    title: "a required party that was left out after a reset, and set by hand since, stays",
    async prepare(row) {
      await made(row, PARTY);
      set(row, { requiredParty: null });
      await row.up(args(row), { refresh: true });
      set(row, PARTY);
    },
    program: (row) => args(row),
    refresh: true,
    steps: ["read", "same"],
    calls: [...TOKEN, LOOK],
  },
  {
    title: "a lifetime that was reset to Broker's default is written again after a refresh",
    prepare: madeThen({}, { fileTransferTimeToLive: null }),
    program: (row) => args(row),
    refresh: true,
    steps: ["read", "update"],
    calls: [...TOKEN, LOOK, LIST, ...WRITE],
  },
  {
    title: "one without a lifetime differs, and Broker's default is told",
    prepare: byHand({ fileTransferTimeToLive: null }),
    program: (row) => args(row),
    refused:
      /exists already and differs from the program in fileTransferTimeToLive[^]*is not set \(Broker's default today: P30D\), program "P30D"/,
    steps: [],
    calls: [...ASKED, LOOK],
  },
  {
    title: "one without a lifetime gets it with adopt",
    prepare: byHand({ fileTransferTimeToLive: null }),
    program: (row) => args(row, { adopt: true }),
    steps: ["create"],
    calls: [...ASKED, LOOK, LOOK, ...WRITE],
  },
];

/** `program` means what stands in state and at Broker. */
const noChange = (title: string, before: Values, program: Values): readonly Situation[] => [
  {
    title: `${title} is no change`,
    prepare: (row) => made(row, before),
    program: (row) => args(row, program),
    steps: ["same"],
    calls: [],
  },
];

/** What stands at Broker means what `program` says. */
const oneMeaning = (title: string, program: Values, live: Values): readonly Situation[] => [
  {
    title: `${title} at Broker is no drift`,
    prepare: madeThen(program, live),
    program: (row) => args(row, program),
    refresh: true,
    steps: ["read", "same"],
    calls: [...TOKEN, LOOK],
  },
  {
    title: `${title} at Broker is taken over as equal`,
    prepare: byHand(live),
    program: (row) => args(row, program),
    steps: ["create"],
    calls: [...ASKED, LOOK, LOOK],
  },
];

const parties: readonly Situation[] = [
  ["with a prefix", `0192:${NUMBER}`],
  ["with another prefix", `0007:${NUMBER}`],
  ["as a URN", URN],
  ["as a URN in capitals", URN.toUpperCase()],
].flatMap(([title, requiredParty]) => [
  ...noChange(`a required party ${String(title)}`, PARTY, { requiredParty }),
  ...oneMeaning(`a required party ${String(title)}`, PARTY, { requiredParty }),
]);

const byMeaning: readonly Situation[] = [
  ...nulls,
  ...parties,
  ...noChange("a required party without its prefix", { requiredParty: URN }, PARTY),
  ...oneMeaning("null for nobody", NOBODY, NULLS),
  {
    title: "nobody may be left out",
    prepare: (row) => made(row, NOBODY),
    program: (row) => args(row),
    steps: ["update"],
    calls: [...ASKED],
  },
];

export const brokerResourceConfigByMeaning = (extent: Extent): void =>
  scenarios("BrokerResourceConfig", byMeaning, extent, { prepare: registered });
