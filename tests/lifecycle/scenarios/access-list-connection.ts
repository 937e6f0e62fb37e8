import { ASKED, LIST, TOKEN } from "./asked";
import type { Values } from "../../../provider/resources/lifecycle";
import { args, LOOK, made, MODE, READ, ready, WIDER, WRITE } from "./access-list-connection-args";
import type { Row } from "./row";
import type { Situation } from "./play";
import { scenarios } from "./table";
import type { Extent } from "./troubles";

/** Somebody in Studio: connects with these actions, or takes the connection away. */
const byHand = (row: Row, actions?: readonly string[]): Promise<void> =>
  row.byHand.accessLists.holding(row.id, async (list) => {
    await list.look("connections");
    if (actions) await list.putConnection({ resource: row.id, actions });
    else await list.removeConnection(row.id);
  });

async function connectedByHand(row: Row, actions: readonly string[]): Promise<void> {
  await ready(row);
  await byHand(row, actions);
}

const TAKEN = /exists already and differs from the program in .*actions/s;

const ordinary: readonly Situation[] = [
  {
    title: "connected for the first time",
    prepare: ready,
    program: (row) => args(row),
    steps: ["create"],
    calls: [MODE, ...ASKED, LOOK, LOOK, ...WRITE],
  },
  {
    title: "one that equals the program is taken over",
    prepare: (row) => connectedByHand(row, ["subscribe", "read"]),
    program: (row) => args(row),
    steps: ["create"],
    calls: [MODE, ...ASKED, LOOK, LOOK],
  },
  {
    title: "one that differs is refused",
    prepare: (row) => connectedByHand(row, []),
    program: (row) => args(row),
    refused: TAKEN,
    steps: [],
    calls: [MODE, ...ASKED, LOOK],
  },
  {
    title: "one that differs is taken over with adopt",
    prepare: (row) => connectedByHand(row, ["write"]),
    program: (row) => args(row, { adopt: true }),
    steps: ["create"],
    calls: [MODE, ...ASKED, LOOK, LOOK, ...WRITE],
  },
  {
    title: "an action comes",
    prepare: made,
    was: (row) => args(row),
    program: (row) => args(row, WIDER),
    steps: ["update"],
    calls: [...ASKED, LOOK, ...WRITE],
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
      await byHand(row, []);
    },
    program: (row) => args(row),
    refresh: true,
    steps: ["read", "update"],
    calls: [...TOKEN, LOOK, LIST, LOOK, ...WRITE],
  },
  {
    title: "replaced by that of another list",
    prepare: made,
    program: (row) => args(row, { accessList: row.otherId }),
    steps: ["replace", "delete"],
    calls: [
      ...ASKED,
      MODE,
      "GET other access list",
      "GET other access list",
      "PUT other list's connection",
      "GET other access list",
      LOOK,
      "DELETE connection",
      "GET access lists",
    ],
  },
  {
    title: "removed",
    prepare: made,
    program: () => undefined,
    steps: ["delete"],
    // Where lists do not decide nobody loses anything.
    calls: [...TOKEN, LOOK, "DELETE connection", MODE, "GET access lists"],
  },
];

/** Of calls that others make, too, or of none. */
const besides: readonly Situation[] = [
  {
    title: "connected for every action",
    prepare: ready,
    program: ({ id }) => ({ accessList: id, resourceId: id }),
    steps: ["create"],
    calls: [MODE, ...ASKED, LOOK, LOOK, ...WRITE],
  },
  {
    title: "made again after it was removed from the program",
    async prepare(row) {
      await made(row);
      await row.up(undefined);
    },
    program: (row) => args(row),
    steps: ["create"],
    calls: [MODE, ...ASKED, LOOK, LOOK, ...WRITE],
  },
  {
    title: "the actions are left out",
    prepare: made,
    was: (row) => args(row),
    program: ({ id }) => ({ accessList: id, resourceId: id }),
    steps: ["update"],
    calls: [...ASKED, LOOK, ...WRITE],
  },
  {
    title: "nothing changes but the order of actions",
    prepare: made,
    program: (row) => args(row, { actions: ["subscribe", "read"] }),
    steps: ["same"],
    calls: [],
  },
  {
    title: "gone behind the program's back, and connected again",
    async prepare(row) {
      await made(row);
      await byHand(row);
    },
    program: (row) => args(row),
    refresh: true,
    steps: ["gone", "create"],
    calls: [...TOKEN, LOOK, MODE, LIST, LOOK, LOOK, ...WRITE],
  },
  {
    title: "removed: kept because the environment says so",
    prepare: made,
    program: () => undefined,
    env: { ALTINN_ON_DELETE: "keep" },
    steps: ["delete"],
    calls: [],
  },
  {
    title: "removed: somebody has disconnected it already",
    async prepare(row) {
      await made(row);
      await byHand(row);
    },
    program: () => undefined,
    steps: ["delete"],
    calls: [...TOKEN, LOOK],
  },
];

/** A run whose every PUT goes wrong. */
async function putInVain(row: Row, status: number, program: Values): Promise<void> {
  row.ground.standin.failNext(
    { method: "PUT", path: /connections/ },
    { status },
    { standing: true },
  );
  await row.upInVain(program, /PUT \S+ answered 500/);
}

async function madeInVain(row: Row): Promise<void> {
  await ready(row);
  await putInVain(row, 500, args(row));
}

const rare: readonly Situation[] = [
  {
    title: "connected in vain, and connected by the next run",
    prepare: madeInVain,
    program: (row) => args(row),
    steps: ["update"],
    calls: [...ASKED, LOOK, ...WRITE],
  },
  {
    title: "connected in vain, found gone by a refresh, and connected",
    prepare: madeInVain,
    program: (row) => args(row),
    refresh: true,
    steps: ["gone", "create"],
    calls: [...TOKEN, LOOK, MODE, LIST, LOOK, LOOK, ...WRITE],
  },
  {
    title: "connected in vain, and then by hand with other actions, is refused",
    async prepare(row) {
      await madeInVain(row);
      await byHand(row, ["write"]);
    },
    program: (row) => args(row),
    refused: TAKEN,
    steps: [],
    calls: [...ASKED, LOOK],
  },
  {
    title: "connected in vain, and then by hand as the program says, is done",
    async prepare(row) {
      await madeInVain(row);
      await byHand(row, READ.actions);
    },
    program: (row) => args(row),
    steps: ["update"],
    calls: [...ASKED, LOOK],
  },
  {
    title: "an action that never arrived is written by the next run",
    async prepare(row) {
      await made(row);
      await putInVain(row, 500, args(row, WIDER));
    },
    program: (row) => args(row, WIDER),
    steps: ["update"],
    calls: [...ASKED, LOOK, ...WRITE],
  },
  {
    title: "an action that never arrived needs nothing when the program is set back",
    async prepare(row) {
      await made(row);
      await putInVain(row, 500, args(row, WIDER));
    },
    program: (row) => args(row),
    steps: ["update"],
    calls: [...ASKED, LOOK],
  },
  {
    title: "what somebody changed since the state was read is not undone unseen",
    async prepare(row) {
      await made(row);
      await byHand(row, ["write"]);
    },
    program: (row) => args(row, WIDER),
    refused: /was changed at Altinn since it was last read: actions became write.*--refresh/,
    untilRefresh: true,
    steps: [],
    calls: [...ASKED, LOOK],
  },
  {
    title: "the list is gone",
    async prepare(row) {
      await made(row);
      await row.byHand.accessLists.holding(row.id, async (list) => {
        await list.look("texts");
        await list.remove();
      });
    },
    program: (row) => args(row, WIDER),
    refused: /there is no access list .*Write an AccessList/,
    steps: [],
    calls: [...ASKED, LOOK],
  },
];

export const accessListConnection = (extent: Extent): void =>
  scenarios("AccessListConnection", ordinary, extent, { ownerForEachRow: true });

export const accessListConnectionInDoubt = (extent: Extent): void =>
  scenarios("AccessListConnection", rare, extent);

export const accessListConnectionBesides = (extent: Extent): void =>
  scenarios("AccessListConnection", besides, extent, { ownerForEachRow: true });
