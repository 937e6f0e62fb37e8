import type { Values } from "../../../provider/resources/lifecycle";
import { partyOf } from "../../../standin/access-lists/parties";
import type { Fault } from "../../../standin/server/faults";
import {
  A,
  args,
  B,
  byHand,
  C,
  LIST_LOOK,
  LOOK,
  made,
  removedByHand,
  SERVICES,
} from "./access-list-args";
import { ASKED, LIST, TOKEN } from "./asked";
import type { Row } from "./row";
import type { Situation } from "./play";
import { scenarios } from "./table";
import type { Extent } from "./troubles";

/* Writes without a good answer, lists that somebody else makes first, and somebody else's write between a look and ours. */

const MAKE = ["PUT access list", "POST members", ...LOOK];
const TAKEN = /exists already and differs from the program in .*members/s;

/** A run whose every write of this kind goes wrong. */
const inVain =
  (
    method: string,
    fault: Fault,
    program: (row: Row) => Values,
    prepare?: (row: Row) => Promise<void>,
  ) =>
  async (row: Row): Promise<void> => {
    await prepare?.(row);
    row.ground.standin.failNext({ method, path: /access-lists/ }, fault, { standing: true });
    await row.upInVain(program(row), new RegExp(`${method} \\S+ (?:answered|got no answer)`));
  };

const madeInVain = inVain("PUT", { status: 500 }, (row) => args(row));
const halfMade = inVain("POST", { status: 500 }, (row) => args(row));
const memberInVain = inVain("POST", { reset: "before" }, (row) => args(row, [A, B, C]), made);
const memberGoesInVain = inVain(
  "DELETE",
  { reset: "before" },
  (row) => args(row, [B], { membership: "atLeast" }),
  (row) => made(row, { membership: "atLeast" }),
);

/** A write that was answered well and never arrived at Altinn. */
const keptFromAltinn =
  (method: string, program: (row: Row) => Values, more: Values = {}) =>
  async (row: Row): Promise<void> => {
    await made(row, more);
    row.ground.standin.failNext({ method, path: /members/ }, { status: 200 });
    await row.upInVain(program(row), /was written, but Altinn shows another value of members/);
  };
const AT_LEAST = { membership: "atLeast" };

const unmade: readonly Situation[] = [
  {
    title: "made in vain, and made by the next run",
    prepare: madeInVain,
    program: (row) => args(row),
    steps: ["update"],
    calls: [...ASKED, LIST_LOOK, ...MAKE],
  },
  {
    title: "made in vain, found gone by a refresh, and made",
    prepare: madeInVain,
    program: (row) => args(row),
    refresh: true,
    steps: ["gone", "create"],
    calls: [...TOKEN, LIST_LOOK, LIST, LIST_LOOK, LIST_LOOK, ...MAKE],
  },
  {
    title: "made in vain, and then by hand with other members, is refused",
    async prepare(row) {
      await madeInVain(row);
      await byHand(row, { add: [C] });
    },
    program: (row) => args(row),
    refused: TAKEN,
    steps: [],
    calls: [...ASKED, ...LOOK],
  },
  {
    title: "made in vain, and then by hand with other members, is taken over with adopt",
    async prepare(row) {
      await madeInVain(row);
      await byHand(row, { add: [A, C] });
    },
    program: (row) => args(row, [A, B], { adopt: true }),
    steps: ["update"],
    calls: [...ASKED, ...LOOK, SERVICES, "POST members", "DELETE members", ...LOOK],
  },
  {
    title: "made without its members, which the next run adds",
    prepare: halfMade,
    program: (row) => args(row),
    steps: ["update"],
    calls: [...ASKED, ...LOOK, "POST members", ...LOOK],
  },
  {
    title: "made without its members, seen by a refresh, which the next run adds",
    prepare: halfMade,
    program: (row) => args(row),
    refresh: true,
    steps: ["read", "update"],
    calls: [...TOKEN, ...LOOK, LIST, SERVICES, ...LOOK, "POST members", ...LOOK],
  },
  {
    title: "somebody makes the same list first",
    program: (row) => args(row),
    arriving(row, purpose) {
      if (purpose === "PUT access list") insertedFirst(row);
    },
    others: true,
    refused: TAKEN,
    steps: [],
    calls: [...ASKED, LIST_LOOK, LIST_LOOK, "PUT access list", ...LOOK],
  },
];

/** With a member of theirs, and past the API, since requests of the row itself are being answered. */
function insertedFirst(row: Row): void {
  const { code } = row.owner;
  row.inDatabase(
    `INSERT OR IGNORE INTO access_lists (owner, identifier, name, description, created_at, updated_at, version)
     VALUES (?, ?, 'Partners', '', 0, 0, 0)`,
    code,
    row.id,
  );
  row.inDatabase(
    `INSERT OR IGNORE INTO access_list_members (list, party, since)
     SELECT id, ?, 0 FROM access_lists WHERE owner = ? AND identifier = ?`,
    partyOf(C).uuid,
    code,
    row.id,
  );
}

const unconfirmed: readonly Situation[] = [
  {
    title: "a member that never arrived is added by the next run",
    prepare: memberInVain,
    program: (row) => args(row, [A, B, C]),
    steps: ["update"],
    calls: [...ASKED, SERVICES, ...LOOK, "POST members", ...LOOK],
  },
  {
    title: "a member that never arrived needs nothing when the program is set back",
    prepare: memberInVain,
    program: (row) => args(row),
    steps: ["update"],
    calls: [...ASKED, ...LOOK],
  },
  {
    title: "a member that never arrived, seen by a refresh, is added by the next run",
    prepare: memberInVain,
    program: (row) => args(row, [A, B, C]),
    refresh: true,
    steps: ["read", "update"],
    calls: [...TOKEN, ...LOOK, LIST, SERVICES, ...LOOK, "POST members", ...LOOK],
  },
  {
    title: "a member that should have gone, among those of others, goes in the next run",
    prepare: memberGoesInVain,
    program: (row) => args(row, [B], { membership: "atLeast" }),
    steps: ["update"],
    calls: [...ASKED, ...LOOK, SERVICES, ...LOOK, "DELETE members", ...LOOK],
  },
  {
    title: "a list in doubt that is gone is made again",
    async prepare(row) {
      await memberInVain(row);
      await removedByHand(row);
    },
    program: (row) => args(row, [A, B, C]),
    steps: ["update"],
    calls: [...ASKED, SERVICES, LIST_LOOK, ...MAKE],
  },
];

const kept: readonly Situation[] = [
  {
    title: "a member that was kept from Altinn is added by the next run",
    prepare: keptFromAltinn("POST", (row) => args(row, [A, B, C])),
    program: (row) => args(row, [A, B, C]),
    steps: ["update"],
    calls: [...ASKED, SERVICES, ...LOOK, "POST members", ...LOOK],
  },
  {
    title: "a member that should have gone, among those of others, goes by the next run",
    prepare: keptFromAltinn("DELETE", (row) => args(row, [B], AT_LEAST), AT_LEAST),
    program: (row) => args(row, [B], AT_LEAST),
    steps: ["update"],
    calls: [...ASKED, ...LOOK, SERVICES, ...LOOK, "DELETE members", ...LOOK],
  },
  {
    title: "a member that should have gone, seen by a refresh, goes by the next run",
    prepare: keptFromAltinn("DELETE", (row) => args(row, [B], AT_LEAST), AT_LEAST),
    program: (row) => args(row, [B], AT_LEAST),
    refresh: true,
    steps: ["read", "update"],
    calls: [...TOKEN, ...LOOK, LIST, ...LOOK, SERVICES, ...LOOK, "DELETE members", ...LOOK],
  },
];

const others: readonly Situation[] = [
  {
    title: "what somebody added since the state was read is not taken away unseen",
    async prepare(row) {
      await made(row);
      await byHand(row, { add: [C] });
    },
    program: (row) => args(row, [A]),
    refused: /was changed at Altinn since it was last read: members came: 889640782.*--refresh/,
    untilRefresh: true,
    steps: [],
    calls: [...ASKED, SERVICES, ...LOOK],
  },
  {
    title: "what somebody added is in the program by now",
    async prepare(row) {
      await made(row);
      await byHand(row, { add: [C] });
    },
    program: (row) => args(row, [C, A, B]),
    steps: ["update"],
    calls: [...ASKED, SERVICES, ...LOOK],
  },
  {
    title: "members that were not managed are not taken away unasked",
    async prepare(row) {
      await row.up({ identifier: row.id, name: "Partners" });
      await byHand(row, { add: [C] });
    },
    program: (row) => args(row),
    refused: TAKEN,
    steps: [],
    calls: [...ASKED, ...LOOK],
  },
];

export const accessListInDoubt = (extent: Extent): void =>
  scenarios("AccessList", [...unmade, ...unconfirmed, ...kept, ...others], extent);
