import {
  A,
  args,
  B,
  byHand,
  C,
  LIST_LOOK,
  LOOK,
  made,
  namedOnly,
  removedByHand,
  SERVICES,
} from "./access-list-args";
import { ASKED, LIST, TOKEN } from "./asked";
import type { Row } from "./row";
import type { Situation } from "./play";
import { scenarios } from "./table";
import type { Extent } from "./troubles";

const MAKE = ["PUT access list", "POST members", ...LOOK];
const ALL = ["PUT access list", "POST members", "DELETE members", ...LOOK];
const ATLEAST = { membership: "atLeast" };
const DELETE = { onDelete: "delete" };

const byHandBefore = (what: Parameters<typeof byHand>[1]) => (row: Row) => byHand(row, what);

const making: readonly Situation[] = [
  {
    title: "made for the first time",
    program: (row) => args(row),
    steps: ["create"],
    calls: [...ASKED, LIST_LOOK, LIST_LOOK, ...MAKE],
  },
  {
    title: "one that equals the program is taken over",
    prepare: byHandBefore({ add: [B, A] }),
    program: (row) => args(row),
    steps: ["create"],
    calls: [...ASKED, ...LOOK, ...LOOK],
  },
  {
    title: "one that differs is refused",
    prepare: byHandBefore({ add: [A, C], name: "Friends" }),
    program: (row) => args(row),
    refused: /exists already and differs from the program in name.*members.*adopt: true/s,
    steps: [],
    calls: [...ASKED, ...LOOK],
  },
  {
    title: "one that differs is taken over with adopt",
    prepare: byHandBefore({ add: [A, C], name: "Friends" }),
    program: (row) => args(row, [A, B], { adopt: true }),
    steps: ["create"],
    calls: [...ASKED, ...LOOK, SERVICES, ...LOOK, ...ALL],
  },
];

const keeping: readonly Situation[] = [
  {
    title: "a member comes",
    prepare: (row) => made(row),
    was: (row) => args(row),
    program: (row) => args(row, [A, B, C]),
    steps: ["update"],
    calls: [...ASKED, SERVICES, ...LOOK, "POST members", ...LOOK],
  },
  {
    title: "a member goes",
    prepare: (row) => made(row),
    was: (row) => args(row),
    program: (row) => args(row, [B]),
    steps: ["update"],
    calls: [...ASKED, SERVICES, ...LOOK, "DELETE members", ...LOOK],
  },
  {
    title: "the name changes, a member comes and one goes",
    prepare: (row) => made(row),
    was: (row) => args(row),
    program: (row) => args(row, [B, C], { name: "Friends" }),
    steps: ["update"],
    calls: [...ASKED, SERVICES, ...LOOK, ...ALL],
  },
  {
    title: "nothing changes, seen by a refresh",
    prepare: (row) => made(row),
    program: (row) => args(row),
    refresh: true,
    steps: ["read", "same"],
    calls: [...TOKEN, ...LOOK],
  },
  {
    title: "drift is found and repaired",
    async prepare(row) {
      await made(row);
      await byHand(row, { add: [C], remove: [A], name: "Friends" });
    },
    program: (row) => args(row),
    refresh: true,
    steps: ["read", "update"],
    calls: [...TOKEN, ...LOOK, LIST, SERVICES, ...LOOK, ...ALL],
  },
  {
    title: "gone behind the program's back, and made again",
    async prepare(row) {
      await made(row);
      await removedByHand(row);
    },
    program: (row) => args(row),
    refresh: true,
    steps: ["gone", "create"],
    calls: [...TOKEN, LIST_LOOK, LIST, LIST_LOOK, LIST_LOOK, ...MAKE],
  },
];

const leaving: readonly Situation[] = [
  {
    title: "replaced by another list, and kept",
    prepare: (row) => made(row),
    program: ({ otherId }) => args({ id: otherId }),
    steps: ["replace", "delete"],
    calls: [
      ...ASKED,
      "GET other access list",
      "GET other access list",
      "PUT other access list",
      "POST other members",
      "GET other access list",
      "GET other members",
    ],
  },
  {
    title: "removed: deleted",
    prepare: (row) => made(row, DELETE),
    program: () => undefined,
    steps: ["delete"],
    calls: [...TOKEN, LIST_LOOK, "DELETE access list"],
  },
];

/** Of calls that others make, too, or of none. */
const besides: readonly Situation[] = [
  {
    title: "made without members in the program",
    program: (row) => namedOnly(row),
    steps: ["create"],
    calls: [...ASKED, LIST_LOOK, LIST_LOOK, "PUT access list", LIST_LOOK],
  },
  {
    title: "one with more members equals a program that names some",
    prepare: byHandBefore({ add: [B, A, C] }),
    program: (row) => args(row, [A], ATLEAST),
    steps: ["create"],
    calls: [...ASKED, ...LOOK, ...LOOK],
  },
  {
    title: "made again after it was kept when it left the program",
    async prepare(row) {
      await made(row);
      await row.up(undefined);
    },
    program: (row) => args(row),
    steps: ["create"],
    calls: [...ASKED, ...LOOK, ...LOOK],
  },
  {
    title: "made again after it was deleted when it left the program",
    async prepare(row) {
      await made(row, DELETE);
      await row.up(undefined);
    },
    program: (row) => args(row),
    steps: ["create"],
    calls: [...ASKED, LIST_LOOK, LIST_LOOK, ...MAKE],
  },
  {
    title: "a member goes, and those of others stay",
    async prepare(row) {
      await made(row, ATLEAST);
      await byHand(row, { add: [C] });
    },
    was: (row) => args(row, [A, B], ATLEAST),
    program: (row) => args(row, [B], ATLEAST),
    steps: ["update"],
    calls: [...ASKED, ...LOOK, SERVICES, ...LOOK, "DELETE members", ...LOOK],
  },
  {
    title: "the name changes",
    prepare: (row) => made(row),
    was: (row) => args(row),
    program: (row) => args(row, [A, B], { name: "Friends", description: "Since 2026" }),
    steps: ["update"],
    calls: [...ASKED, ...LOOK, "PUT access list", ...LOOK],
  },
  {
    title: "members leave the program and stay",
    prepare: (row) => made(row),
    program: (row) => namedOnly(row),
    steps: ["update"],
    calls: ASKED,
  },
  {
    title: "onDelete changes",
    prepare: (row) => made(row),
    program: (row) => args(row, [A, B], DELETE),
    steps: ["update"],
    calls: [],
  },
  {
    title: "nothing changes but the order of members",
    prepare: (row) => made(row),
    program: (row) => args(row, [B, A]),
    steps: ["same"],
    calls: [],
  },
  {
    title: "gone behind the program's back, unseen, and made again by a change",
    async prepare(row) {
      await made(row);
      await removedByHand(row);
    },
    program: (row) => args(row, [A, C]),
    steps: ["update"],
    calls: [...ASKED, SERVICES, LIST_LOOK, ...MAKE],
  },
  {
    title: "removed: kept",
    prepare: (row) => made(row),
    program: () => undefined,
    steps: ["delete"],
    calls: [],
  },
];

export const accessList = (extent: Extent): void =>
  scenarios("AccessList", [...making, ...keeping, ...leaving], extent);

export const accessListBesides = (extent: Extent): void => scenarios("AccessList", besides, extent);
