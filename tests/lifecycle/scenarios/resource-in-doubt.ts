import { ASKED, TOKEN } from "./asked";
import type { Values } from "../../../provider/resources/lifecycle";
import { resourceArgs } from "../../support/resources";
import { registeredByHand } from "./by-hand";
import type { Row } from "./row";
import type { Situation } from "./play";
import { scenarios } from "./table";
import type { Extent } from "./troubles";

/* Writes without a good answer, creates at once, and somebody else's version between ours and the look at it. */

const OURS = { homepage: "https://ours.example.no" };
const THEIRS = { homepage: "https://theirs.example.no" };
const WORDS = { keywords: [{ word: "fil", language: "nb" }] };
const LOOK = "GET registry resource";
const POST = ["POST registry resource", LOOK];
const PUT = ["PUT registry resource", LOOK];
const MAKE = [...ASKED, ...POST];
const SHOWN =
  /was written, but the Resource Registry shows something else in homepage \(is "https:\/\/theirs/;
const MOVED = /was changed at Altinn since it was last read, in homepage.*up --refresh/;
const TAKEN = /exists already and differs from the program in homepage\b.*adopt: true/;

const args = ({ id }: Row, more: Values = {}) => resourceArgs(id, more);
const ours = (row: Row) => args(row, OURS);

/** Somebody else's version of what is there. */
function writtenByHand(row: Row, changes: Values = THEIRS): void {
  const { standin } = row.ground;
  const { versionId: _versionId, ...document } = standin.altinn.registry.document(row.id) ?? {};
  standin.storeResource({ ...document, ...changes });
}

/** A change of which somebody else made another before the look at it. */
async function changedMeanwhile(row: Row): Promise<void> {
  await row.up(args(row));
  row.afterWrite(() => writtenByHand(row));
  await row.upInVain(ours(row), SHOWN);
}

async function madeMeanwhile(row: Row): Promise<void> {
  row.afterWrite(() => writtenByHand(row));
  await row.upInVain(ours(row), SHOWN);
}

/** A change that arrived (`after`) or not, without an answer. */
const changeInDoubt = (reset: "before" | "after") => async (row: Row) => {
  await row.up(args(row));
  const { standin } = row.ground;
  standin.failNext({ method: "PUT" }, { reset }, { standing: true });
  standin.after({ method: "PUT" }, () => refuseLooks(row), { standing: true });
  if (reset === "before") refuseLooksAfterFirst(row);
  await row.upInVain(ours(row), /PUT \S+ got no answer/);
};

const refuseLooks = (row: Row): void =>
  row.ground.standin.failNext(
    { method: "GET", path: /\/resourceregistry\// },
    { status: 403 },
    { standing: true },
  );

const refuseLooksAfterFirst = (row: Row): void =>
  row.ground.standin.after({ method: "GET", path: /\/resourceregistry\// }, () => refuseLooks(row));

/** Made, and never looked at: there is no version in state. */
async function madeUnseen(row: Row): Promise<void> {
  row.ground.standin.after({ method: "POST", path: /\/resource$/ }, () => refuseLooks(row));
  await row.upInVain(args(row), /GET \S+ answered 403/);
}

async function madeUnseenThenByHand(row: Row): Promise<void> {
  await madeUnseen(row);
  writtenByHand(row);
}

async function madeInVain(row: Row): Promise<void> {
  const post = { method: "POST", path: /\/resource$/ };
  row.ground.standin.failNext(post, { status: 500 }, { standing: true });
  await row.upInVain(ours(row), /POST \S+ answered 500/);
}

async function madeInVainThenByHand(row: Row): Promise<void> {
  await madeInVain(row);
  await registeredByHand(row, args(row, THEIRS));
}

/**
 * Made by hand, and seen by nobody: the look before `up` fails, the POST is answered 409, and so does the look after it. `lost`:
 * the 409 does not arrive either.
 */
const takenUnseen =
  ({ lost }: { readonly lost: boolean }) =>
  async (row: Row) => {
    await registeredByHand(row, args(row, THEIRS));
    refuseLooks(row);
    const post = { method: "POST", path: /\/resource$/ };
    if (lost) row.ground.standin.failNext(post, { reset: "after" }, { standing: true });
    await row.upInVain(ours(row), lost ? /POST \S+ got no answer/ : /GET \S+ answered 403/);
    expect(row.atAltinn()).toMatchObject({ one: { document: THEIRS } });
  };

/** Somebody else makes it while our own POST is on its way. */
const othersMake = (changes: Values) => (row: Row, purpose: string) => {
  const { standin } = row.ground;
  if (purpose !== "POST registry resource" || standin.altinn.registry.document(row.id)) return;
  const { number: organization, code: orgcode } = row.owner;
  const name = { nb: "Etaten", nn: "Etaten", en: "Etaten" };
  standin.storeResource({
    ...args(row, changes),
    resourceType: "BrokerService",
    status: "Completed",
    hasCompetentAuthority: { organization, orgcode, name },
  });
};

const betweenWriteAndGet: readonly Situation[] = [
  {
    title: "somebody else writes between our PUT and our GET",
    async prepare(row) {
      await row.up(args(row));
      row.afterWrite(() => writtenByHand(row));
    },
    program: ours,
    refresh: true,
    // An answer that is lost besides is what the run tells; the next one tells the other version, or a refresh shows it.
    told: new RegExp(`${SHOWN.source}|${MOVED.source}|PUT \\S+ (?:answered 502|got no answer)`),
    steps: ["read"],
    calls: [LOOK, ...ASKED, LOOK, ...PUT],
  },
  {
    title: "a change that somebody else undid meanwhile is not written over before a refresh",
    prepare: changedMeanwhile,
    program: ours,
    refused: MOVED,
    untilRefresh: true,
    steps: [],
    calls: [LOOK],
  },
  {
    title: "a change that somebody else undid meanwhile is written again after a refresh",
    prepare: changedMeanwhile,
    program: ours,
    refresh: true,
    steps: ["read", "update"],
    calls: [LOOK, ...ASKED, LOOK, ...PUT],
  },
  {
    title: "what somebody else wrote meanwhile is done when the program says the same",
    prepare: changedMeanwhile,
    program: (row) => args(row, THEIRS),
    steps: ["update"],
    calls: [...ASKED, LOOK],
  },
  {
    title: "what somebody else wrote meanwhile, seen by a refresh, is done",
    prepare: changedMeanwhile,
    program: (row) => args(row, THEIRS),
    refresh: true,
    steps: ["read", "same"],
    calls: [LOOK],
  },
  {
    title: "made, and changed by somebody else, is not written over before a refresh",
    prepare: madeMeanwhile,
    program: ours,
    refused: MOVED,
    untilRefresh: true,
    steps: [],
    calls: [LOOK],
  },
  {
    title: "made, and changed by somebody else, is written again after a refresh",
    prepare: madeMeanwhile,
    program: ours,
    refresh: true,
    steps: ["read", "update"],
    calls: [LOOK, ...ASKED, LOOK, ...PUT],
  },
  {
    title: "somebody else's version that says the same is taken for ours",
    async prepare(row) {
      await row.up(args(row));
      row.afterWrite(() => writtenByHand(row, {}));
    },
    program: ours,
    others: true,
    steps: ["update"],
    calls: [...ASKED, LOOK, ...PUT],
  },
];

const withoutVersion: readonly Situation[] = [
  {
    title: "made and never looked at, and changed by the next run",
    prepare: madeUnseen,
    program: ours,
    steps: ["update"],
    calls: [...ASKED, LOOK, ...PUT],
  },
  {
    title: "made and never looked at, seen by a refresh, and changed",
    prepare: madeUnseen,
    program: ours,
    refresh: true,
    steps: ["read", "update"],
    calls: [LOOK, ...ASKED, LOOK, ...PUT],
  },
  {
    title: "made and never looked at, and changed by hand, is refused before a refresh",
    prepare: madeUnseenThenByHand,
    program: ours,
    refused: MOVED,
    untilRefresh: true,
    steps: [],
    calls: [...ASKED, LOOK],
  },
  {
    title: "made and never looked at, and changed by hand, is repaired after a refresh",
    prepare: madeUnseenThenByHand,
    program: ours,
    refresh: true,
    steps: ["read", "update"],
    calls: [LOOK, ...ASKED, LOOK, ...PUT],
  },
];

const unconfirmed: readonly Situation[] = [
  {
    title: "a change in doubt that arrived is done",
    prepare: changeInDoubt("after"),
    program: ours,
    steps: ["update"],
    calls: [LOOK],
  },
  {
    title: "a change in doubt that arrived, seen by a refresh, is done",
    prepare: changeInDoubt("after"),
    program: ours,
    refresh: true,
    steps: ["read", "same"],
    calls: [LOOK],
  },
  {
    title: "a change in doubt that arrived is taken back by the program",
    prepare: changeInDoubt("after"),
    program: (row) => args(row),
    steps: ["update"],
    calls: [...ASKED, LOOK, ...PUT],
  },
  {
    title: "a change in doubt that never arrived is written",
    prepare: changeInDoubt("before"),
    program: ours,
    steps: ["update"],
    calls: [LOOK, ...TOKEN, ...PUT],
  },
  {
    title: "a change in doubt that never arrived, seen by a refresh, is written",
    prepare: changeInDoubt("before"),
    program: ours,
    refresh: true,
    steps: ["read", "update"],
    calls: [LOOK, ...ASKED, LOOK, ...PUT],
  },
  {
    title: "a change in doubt that never arrived may be taken back",
    prepare: changeInDoubt("before"),
    program: (row) => args(row),
    steps: ["update"],
    calls: [...ASKED, LOOK],
  },
  {
    title: "a change in doubt, and somebody else's after it, is not written over before a refresh",
    async prepare(row) {
      await changeInDoubt("after")(row);
      writtenByHand(row);
    },
    program: (row) => args(row, { ...OURS, ...WORDS }),
    refused: MOVED,
    untilRefresh: true,
    steps: [],
    calls: [...ASKED, LOOK],
  },
];

const unmade: readonly Situation[] = [
  {
    title: "tried in vain, and made by the next run",
    prepare: madeInVain,
    program: ours,
    steps: ["update"],
    calls: [...ASKED, LOOK, ...POST],
  },
  {
    title: "tried in vain, found gone by a refresh, and made",
    prepare: madeInVain,
    program: ours,
    refresh: true,
    steps: ["gone", "create"],
    calls: [LOOK, LOOK, ...MAKE],
  },
  {
    title: "tried in vain, and then made by hand, is refused",
    prepare: madeInVainThenByHand,
    program: ours,
    refused: TAKEN,
    steps: [],
    calls: [...ASKED, LOOK],
  },
  {
    title: "tried in vain, and then made by hand, forgotten by a refresh, is refused",
    prepare: madeInVainThenByHand,
    program: ours,
    refresh: true,
    refused: TAKEN,
    steps: ["gone"],
    calls: [LOOK, LOOK],
  },
];

const takenAndUnseen: readonly Situation[] = [
  {
    title: "made by hand, and met by a POST whose 409 was lost, is refused without adopt",
    prepare: takenUnseen({ lost: true }),
    program: ours,
    refused: TAKEN,
    steps: [],
    calls: [...ASKED, LOOK],
  },
  {
    title: "made by hand, and met by a POST whose 409 was lost, is refused after a refresh, too",
    prepare: takenUnseen({ lost: true }),
    program: ours,
    refresh: true,
    refused: TAKEN,
    steps: ["gone"],
    calls: [LOOK, LOOK],
  },
  {
    title: "made by hand, and met by a POST after whose 409 no look went well, is refused",
    prepare: takenUnseen({ lost: false }),
    program: ours,
    refused: TAKEN,
    steps: [],
    calls: [LOOK],
  },
];

const createsAtOnce: readonly Situation[] = [
  {
    title: "somebody else makes the same at once",
    program: ours,
    arriving: othersMake(OURS),
    steps: ["create"],
    calls: [LOOK, ...MAKE],
  },
  {
    title: "somebody else makes another at once, which is refused",
    program: ours,
    arriving: othersMake(THEIRS),
    others: true,
    refused: TAKEN,
    steps: [],
    calls: [LOOK, ...MAKE],
  },
  {
    title: "somebody else makes another at once, which is taken over with adopt",
    program: (row) => args(row, { ...OURS, adopt: true }),
    arriving: othersMake(THEIRS),
    steps: ["create"],
    calls: [LOOK, ...MAKE, "PUT registry resource", LOOK],
  },
];

export const resourceInDoubt = (extent: Extent): void =>
  scenarios(
    "Resource",
    [
      ...betweenWriteAndGet,
      ...withoutVersion,
      ...unconfirmed,
      ...unmade,
      ...takenAndUnseen,
      ...createsAtOnce,
    ],
    extent,
  );
