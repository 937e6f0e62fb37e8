import { ASKED } from "./asked";
import { policyFor } from "../../support/policies";
import { args, made, NEWCOMER, resourceOf, SENDER, WRITE } from "./resource-policy-args";
import type { Row } from "./row";
import type { Situation } from "./play";
import { scenarios } from "./table";
import type { Extent } from "./troubles";

/* Uploads that fail half way or are not answered, and somebody else's upload between ours and the look at it. */

const STRANGER = "889640782";
const BOTH = [SENDER, NEWCOMER];
const HALF = /PUT \S+ answered 500.* may be stored all the same/;
const SHOWN =
  /was uploaded, but the Resource Registry shows another policy, which differs from the program in .*: somebody else/;
const TAKEN = /exists already and differs.*889640782/;

const edited = (row: Row) => args(row, BOTH);

const storedByHand = (row: Row): void =>
  row.ground.standin.storePolicy(row.id, policyFor(row.id, [STRANGER]));

/** A change of which both tries fail half way: the new text is there, the old subjects are listed. */
async function halfChanged(row: Row): Promise<void> {
  await made(row);
  row.ground.standin.failPolicyUploads(row.id, 2);
  await row.upInVain(edited(row), HALF);
  expect(row.listedWrong).toBe(true);
}

async function halfMade(row: Row): Promise<void> {
  await resourceOf(row);
  row.ground.standin.failPolicyUploads(row.id, 2);
  await row.upInVain(args(row), HALF);
  expect(row.listedWrong).toBe(true);
}

/** As `halfChanged`, and then somebody else uploads. */
async function halfChangedThenByHand(row: Row): Promise<void> {
  await halfChanged(row);
  storedByHand(row);
}

async function madeInVain(row: Row): Promise<void> {
  await resourceOf(row);
  row.ground.standin.failNext({ method: "PUT" }, { status: 500 }, { standing: true });
  await row.upInVain(args(row), HALF);
}

async function madeInVainThenByHand(row: Row): Promise<void> {
  await madeInVain(row);
  storedByHand(row);
}

async function changedMeanwhile(row: Row): Promise<void> {
  await made(row);
  row.afterWrite(() => storedByHand(row));
  await row.upInVain(edited(row), SHOWN);
}

async function madeMeanwhile(row: Row): Promise<void> {
  await resourceOf(row);
  row.afterWrite(() => storedByHand(row));
  await row.upInVain(args(row), SHOWN);
}

const halfDone: readonly Situation[] = [
  {
    title: "uploaded for the first time, and the upload fails half way",
    async prepare(row) {
      await resourceOf(row);
      row.ground.standin.failPolicyUploads(row.id);
    },
    program: (row) => args(row),
    steps: ["create"],
    calls: ["GET policy", ...ASKED, "GET policy", "PUT policy", ...WRITE],
  },
  {
    title: "access changes, and the first upload fails half way",
    async prepare(row) {
      await made(row);
      row.ground.standin.failPolicyUploads(row.id);
    },
    was: (row) => args(row),
    program: edited,
    steps: ["update"],
    calls: [...ASKED, "PUT policy", ...WRITE],
  },
  {
    title: "an upload that failed half way twice is done again, though the text is there",
    prepare: halfChanged,
    program: edited,
    steps: ["update"],
    calls: [...ASKED, ...WRITE],
  },
  {
    title: "an upload that failed half way twice, seen by a refresh, is done again",
    prepare: halfChanged,
    program: edited,
    refresh: true,
    steps: ["read", "update"],
    calls: ["GET policy", ...ASKED, ...WRITE],
  },
  {
    title: "an upload that failed half way twice, and fails so once more, is healed",
    async prepare(row) {
      await halfChanged(row);
      row.ground.standin.failPolicyUploads(row.id);
    },
    program: edited,
    steps: ["update"],
    calls: [...ASKED, "PUT policy", ...WRITE],
  },
  {
    title: "an upload that failed half way twice is taken back by the program",
    prepare: halfChanged,
    program: (row) => args(row),
    steps: ["update"],
    calls: [...ASKED, ...WRITE],
  },
  {
    title: "an upload that failed half way twice, seen by a refresh, is taken back by the program",
    prepare: halfChanged,
    program: (row) => args(row),
    refresh: true,
    steps: ["read", "update"],
    calls: ["GET policy", ...ASKED, ...WRITE],
  },
  {
    title: "an upload that failed half way twice, and somebody else's after it, is done again",
    prepare: halfChangedThenByHand,
    program: edited,
    steps: ["update"],
    calls: [...ASKED, ...WRITE],
  },
  {
    title: "an upload that failed, and somebody else's after it, seen by a refresh, is done again",
    prepare: halfChangedThenByHand,
    program: edited,
    refresh: true,
    steps: ["read", "update"],
    calls: ["GET policy", ...ASKED, ...WRITE],
  },
  {
    title: "a first upload that failed half way twice is done again",
    prepare: halfMade,
    program: (row) => args(row),
    steps: ["update"],
    calls: [...ASKED, "GET policy", ...WRITE],
  },
  {
    title: "a first upload that failed half way twice, seen by a refresh, is done again",
    prepare: halfMade,
    program: (row) => args(row),
    refresh: true,
    steps: ["read", "update"],
    calls: ["GET policy", ...ASKED, "GET policy", ...WRITE],
  },
  {
    title: "a first upload that failed half way twice is done with another text",
    prepare: halfMade,
    program: edited,
    steps: ["update"],
    calls: [...ASKED, "GET policy", ...WRITE],
  },
];

const unmade: readonly Situation[] = [
  {
    title: "uploaded in vain, and again by the next run",
    prepare: madeInVain,
    program: (row) => args(row),
    steps: ["update"],
    calls: [...ASKED, "GET policy", ...WRITE],
  },
  {
    title: "uploaded in vain, found gone by a refresh, and uploaded again",
    prepare: madeInVain,
    program: (row) => args(row),
    refresh: true,
    steps: ["gone", "create"],
    calls: ["GET policy", "GET policy", ...ASKED, "GET policy", ...WRITE],
  },
  {
    title: "uploaded in vain, and then by hand, is refused",
    prepare: madeInVainThenByHand,
    program: (row) => args(row),
    refused: TAKEN,
    steps: [],
    calls: [...ASKED, "GET policy"],
  },
  {
    title: "uploaded in vain, and then by hand, forgotten by a refresh, is refused",
    prepare: madeInVainThenByHand,
    program: (row) => args(row),
    refresh: true,
    refused: TAKEN,
    steps: ["gone"],
    calls: ["GET policy", "GET policy"],
  },
  {
    title: "uploaded in vain, and then by hand, is taken over with adopt after a refresh",
    prepare: madeInVainThenByHand,
    program: (row) => args(row, [SENDER], { adopt: true }),
    refresh: true,
    steps: ["gone", "create"],
    calls: ["GET policy", "GET policy", ...ASKED, "GET policy", ...WRITE],
  },
];

const betweenPutAndGet: readonly Situation[] = [
  {
    title: "somebody else uploads between our upload and our GET",
    async prepare(row) {
      await made(row);
      row.afterWrite(() => storedByHand(row));
    },
    program: edited,
    told: SHOWN,
    steps: [],
    calls: [...ASKED, ...WRITE],
  },
  {
    title: "a first upload that somebody else replaced meanwhile is done again",
    prepare: madeMeanwhile,
    program: (row) => args(row),
    steps: ["update"],
    calls: [...ASKED, ...WRITE],
  },
  {
    title: "a first upload that somebody else replaced meanwhile, seen by a refresh, is done again",
    prepare: madeMeanwhile,
    program: (row) => args(row),
    refresh: true,
    steps: ["read", "update"],
    calls: ["GET policy", ...ASKED, ...WRITE],
  },
  {
    title: "an upload that somebody else replaced meanwhile is done again",
    prepare: changedMeanwhile,
    program: edited,
    steps: ["update"],
    calls: [...ASKED, ...WRITE],
  },
  {
    title: "an upload that somebody else replaced meanwhile, seen by a refresh, is done again",
    prepare: changedMeanwhile,
    program: edited,
    refresh: true,
    steps: ["read", "update"],
    calls: ["GET policy", ...ASKED, ...WRITE],
  },
  {
    title: "what somebody else uploaded meanwhile is done when the program says the same",
    prepare: changedMeanwhile,
    program: (row) => args(row, [STRANGER]),
    steps: ["update"],
    calls: [],
  },
  {
    title: "what somebody else uploaded meanwhile, seen by a refresh, is done",
    prepare: changedMeanwhile,
    program: (row) => args(row, [STRANGER]),
    refresh: true,
    steps: ["read", "same"],
    calls: ["GET policy"],
  },
];

export const resourcePolicyInDoubt = (extent: Extent): void =>
  scenarios("ResourcePolicy", [...halfDone, ...unmade, ...betweenPutAndGet], extent);
