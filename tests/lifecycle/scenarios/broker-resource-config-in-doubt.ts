import { ASKED, LIST, TOKEN } from "./asked";
import type { Values } from "../../../provider/resources/lifecycle";
import type { Fault } from "../../../standin/server/faults";
import {
  args,
  LOOK,
  made,
  PARTY,
  registered,
  resourceOf,
  SIZE,
  WRITE,
} from "./broker-resource-config-args";
import type { Row } from "./row";
import type { Situation } from "./play";
import { scenarios } from "./table";
import type { Extent } from "./troubles";

/* Writes without a good answer, first PUTs that lose a race, and somebody else's write between ours and the look at it. */

const THEIRS = { fileTransferTimeToLive: "P7D" };
const EDITED = { fileTransferTimeToLive: "P14D" };
const TAKEN = /exists already and differs from the program in .*fileTransferTimeToLive/;
const SHOWN = /shows another value of fileTransferTimeToLive \(is "P7D", program "P\d+D"\)/;
const LEFT_OUT = /requiredParty was "991825827" and is left out now/;

const setByHand = (row: Row, fields: Values = THEIRS): void =>
  row.ground.standin.setBrokerConfiguration(row.id, fields);

/** A run whose every PUT goes wrong. */
async function putInVain(row: Row, fault: Fault, program: Values): Promise<void> {
  const put = { method: "PUT", path: /\/broker\// };
  row.ground.standin.failNext(put, fault, { standing: true });
  await row.upInVain(program, /PUT \S+ (?:answered 500|got no answer)/);
}

async function madeInVain(row: Row): Promise<void> {
  await resourceOf(row);
  await putInVain(row, { status: 500 }, args(row));
}

async function madeInVainThenByHand(row: Row): Promise<void> {
  await madeInVain(row);
  setByHand(row);
}

/** A required party was added, and arrived (`after`) or not, without an answer. */
const partyInDoubt = (reset: "before" | "after") => async (row: Row) => {
  await made(row);
  await putInVain(row, { reset }, args(row, PARTY));
};
const partyArrived = partyInDoubt("after");
const partyLost = partyInDoubt("before");

/** A change that somebody else undid before the look at it. */
async function changedMeanwhile(row: Row): Promise<void> {
  await made(row);
  row.afterWrite(() => setByHand(row));
  await row.upInVain(args(row, EDITED), SHOWN);
}

async function madeMeanwhile(row: Row): Promise<void> {
  await resourceOf(row);
  row.afterWrite(() => setByHand(row));
  await row.upInVain(args(row), SHOWN);
}

/** A PUT that was answered well and never arrived at Broker. */
async function keptFromBroker(row: Row): Promise<void> {
  await made(row);
  row.ground.standin.failNext({ method: "PUT", path: /\/broker\// }, { status: 204 });
  await row.upInVain(args(row, EDITED), /shows another value of fileTransferTimeToLive/);
}

async function firstPutKeptFromBroker(row: Row): Promise<void> {
  await resourceOf(row);
  row.ground.standin.failNext({ method: "PUT", path: /\/broker\// }, { status: 204 });
  await row.upInVain(args(row), /was written, but Broker does not show it/);
}

const lostRaces: readonly Situation[] = [
  {
    title: "a first PUT that loses the race finds what it wanted",
    async prepare(row) {
      await resourceOf(row);
      const { resourceId: _id, ...fields } = args(row);
      row.ground.standin.loseFirstBrokerPut(row.id, fields);
    },
    program: (row) => args(row),
    steps: ["create"],
    calls: [...ASKED, LOOK, LOOK, ...WRITE],
  },
  {
    title: "a first PUT that loses the race finds half of what it wanted",
    async prepare(row) {
      await resourceOf(row);
      row.ground.standin.loseFirstBrokerPut(row.id, SIZE);
    },
    program: (row) => args(row),
    steps: ["create"],
    calls: [...ASKED, LOOK, LOOK, ...WRITE, ...WRITE],
  },
  {
    title: "a first PUT that loses the race, and leaves all to Broker, is done",
    async prepare(row) {
      await resourceOf(row);
      row.ground.standin.loseFirstBrokerPut(row.id, THEIRS);
    },
    program: ({ id }) => ({ resourceId: id }),
    steps: ["create"],
    calls: [...ASKED, LOOK, LOOK, ...WRITE],
  },
  {
    title: "a first PUT that loses the race to another value is refused",
    async prepare(row) {
      await resourceOf(row);
      row.ground.standin.loseFirstBrokerPut(row.id, THEIRS);
    },
    program: (row) => args(row),
    others: true,
    refused: TAKEN,
    steps: [],
    calls: [...ASKED, LOOK, LOOK, ...WRITE],
  },
  {
    title: "a first PUT that loses the race to another value writes with adopt",
    async prepare(row) {
      await resourceOf(row);
      row.ground.standin.loseFirstBrokerPut(row.id, THEIRS);
    },
    program: (row) => args(row, { adopt: true }),
    steps: ["create"],
    calls: [...ASKED, LOOK, LOOK, ...WRITE, ...WRITE],
  },
];

const unmade: readonly Situation[] = [
  {
    title: "tried in vain, and made by the next run",
    prepare: madeInVain,
    program: (row) => args(row),
    steps: ["update"],
    calls: [...ASKED, LOOK, ...WRITE],
  },
  {
    title: "tried in vain, found gone by a refresh, and made",
    prepare: madeInVain,
    program: (row) => args(row),
    refresh: true,
    steps: ["gone", "create"],
    calls: [...TOKEN, LOOK, LIST, LOOK, LOOK, ...WRITE],
  },
  {
    title: "tried in vain, and then configured by hand, is refused",
    prepare: madeInVainThenByHand,
    program: (row) => args(row),
    refused: TAKEN,
    steps: [],
    calls: [...ASKED, LOOK],
  },
  {
    title: "tried in vain, and then configured by hand, seen by a refresh, is refused",
    prepare: madeInVainThenByHand,
    program: (row) => args(row),
    refresh: true,
    refused: TAKEN,
    steps: ["read"],
    calls: [...TOKEN, LOOK, LIST, LOOK],
  },
  {
    title: "tried in vain, and then configured by hand, is taken over with adopt",
    prepare: madeInVainThenByHand,
    program: (row) => args(row, { adopt: true }),
    steps: ["update"],
    calls: [...ASKED, LOOK, ...WRITE],
  },
  {
    title: "a first PUT that was kept from Broker is made by the next run",
    prepare: firstPutKeptFromBroker,
    program: (row) => args(row),
    steps: ["update"],
    calls: [...ASKED, LOOK, ...WRITE],
  },
  {
    title: "a first PUT that was kept from Broker, found gone by a refresh, is made",
    prepare: firstPutKeptFromBroker,
    program: (row) => args(row),
    refresh: true,
    steps: ["gone", "create"],
    calls: [...TOKEN, LOOK, LIST, LOOK, LOOK, ...WRITE],
  },
];

const unconfirmed: readonly Situation[] = [
  {
    title: "an argument in doubt that arrived is done",
    prepare: partyArrived,
    program: (row) => args(row, PARTY),
    steps: ["update"],
    calls: [...ASKED, LOOK],
  },
  {
    title: "an argument in doubt that arrived, seen by a refresh, is done",
    prepare: partyArrived,
    program: (row) => args(row, PARTY),
    refresh: true,
    steps: ["read", "update"],
    calls: [...TOKEN, LOOK, LIST, LOOK],
  },
  {
    title: "an argument in doubt that arrived cannot be left out again",
    prepare: partyArrived,
    program: (row) => args(row),
    refused: LEFT_OUT,
    steps: [],
    calls: [...ASKED, LOOK],
  },
  {
    title: "an argument in doubt that arrived, seen by a refresh, cannot be left out again",
    prepare: partyArrived,
    program: (row) => args(row),
    refresh: true,
    refused: LEFT_OUT,
    steps: ["read"],
    calls: [...TOKEN, LOOK],
  },
  {
    title: "an argument in doubt that never arrived is written",
    prepare: partyLost,
    program: (row) => args(row, PARTY),
    steps: ["update"],
    calls: [...ASKED, LOOK, ...WRITE],
  },
  {
    title: "an argument in doubt that never arrived, seen by a refresh, is written",
    prepare: partyLost,
    program: (row) => args(row, PARTY),
    refresh: true,
    steps: ["read", "update"],
    calls: [...TOKEN, LOOK, LIST, LOOK, ...WRITE],
  },
  {
    title: "an argument in doubt that never arrived may be left out",
    prepare: partyLost,
    program: (row) => args(row),
    steps: ["update"],
    calls: [...ASKED, LOOK],
  },
  {
    title: "an argument in doubt that never arrived, seen by a refresh, may be left out",
    prepare: partyLost,
    program: (row) => args(row),
    refresh: true,
    steps: ["read", "update"],
    calls: [...TOKEN, LOOK, LIST, LOOK],
  },
];

const betweenPutAndGet: readonly Situation[] = [
  {
    title: "somebody else writes between our PUT and our GET",
    async prepare(row) {
      await made(row);
      row.afterWrite(() => setByHand(row));
    },
    program: (row) => args(row, EDITED),
    told: SHOWN,
    steps: [],
    calls: [...ASKED, ...WRITE],
  },
  {
    title: "a change that somebody else undid meanwhile is written again",
    prepare: changedMeanwhile,
    program: (row) => args(row, EDITED),
    steps: ["update"],
    calls: [...ASKED, LOOK, ...WRITE],
  },
  {
    title: "a change that somebody else undid meanwhile, seen by a refresh, is written again",
    prepare: changedMeanwhile,
    program: (row) => args(row, EDITED),
    refresh: true,
    steps: ["read", "update"],
    calls: [...TOKEN, LOOK, LIST, LOOK, ...WRITE],
  },
  {
    title: "what somebody else wrote meanwhile is done when the program says the same",
    prepare: changedMeanwhile,
    program: (row) => args(row, THEIRS),
    steps: ["update"],
    calls: [...ASKED, LOOK],
  },
  {
    title:
      "what somebody else wrote meanwhile, seen by a refresh, is done when the program says so",
    prepare: changedMeanwhile,
    program: (row) => args(row, THEIRS),
    refresh: true,
    steps: ["read", "update"],
    calls: [...TOKEN, LOOK, LIST, LOOK],
  },
  {
    title: "made, and changed by somebody else before the look at it, is written again",
    prepare: madeMeanwhile,
    program: (row) => args(row),
    steps: ["update"],
    calls: [...ASKED, LOOK, ...WRITE],
  },
  {
    title: "made, and changed by somebody else, seen by a refresh, is written again",
    prepare: madeMeanwhile,
    program: (row) => args(row),
    refresh: true,
    steps: ["read", "update"],
    calls: [...TOKEN, LOOK, LIST, LOOK, ...WRITE],
  },
  {
    title: "a PUT that was kept from Broker is done again",
    prepare: keptFromBroker,
    program: (row) => args(row, EDITED),
    steps: ["update"],
    calls: [...ASKED, LOOK, ...WRITE],
  },
  {
    title: "a PUT that was kept from Broker, seen by a refresh, is done again",
    prepare: keptFromBroker,
    program: (row) => args(row, EDITED),
    refresh: true,
    steps: ["read", "update"],
    calls: [...TOKEN, LOOK, LIST, LOOK, ...WRITE],
  },
  {
    title: "a PUT that was kept from Broker needs none when the program is set back",
    prepare: keptFromBroker,
    program: (row) => args(row),
    steps: ["update"],
    calls: [...ASKED, LOOK],
  },
];

const inDoubt: readonly Situation[] = [
  ...lostRaces,
  ...unmade,
  ...unconfirmed,
  ...betweenPutAndGet,
];

export const brokerResourceConfigInDoubt = (extent: Extent): void =>
  scenarios("BrokerResourceConfig", inDoubt, extent, { prepare: registered });
