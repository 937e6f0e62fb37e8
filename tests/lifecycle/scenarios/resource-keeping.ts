import { ASKED, TOKEN } from "./asked";
import { resourceArgs } from "../../support/resources";
import { deletedByHand } from "./by-hand";
import type { Row } from "./row";
import type { Situation } from "./play";
import { scenarios } from "./table";
import type { Extent } from "./troubles";

const HOME = { homepage: "https://broker.example.no" };
const OTHER_HOME = { homepage: "https://old.example.no" };
const LOOK = "GET registry resource";
const MAKE = ["POST registry resource", LOOK];
const WRITE = ["PUT registry resource", LOOK];

const args = ({ id }: Row, more: Record<string, unknown> = {}) => resourceArgs(id, more);

const situations: readonly Situation[] = [
  {
    title: "one argument changes",
    prepare: (row) => row.up(args(row)),
    was: (row) => args(row),
    program: (row) => args(row, HOME),
    steps: ["update"],
    calls: [...ASKED, LOOK, ...WRITE],
  },
  {
    title: "nothing changes",
    prepare: (row) => row.up(args(row)),
    program: (row) => args(row),
    steps: ["same"],
    calls: [],
  },
  {
    title: "nothing changes, seen by a refresh",
    prepare: (row) => row.up(args(row)),
    program: (row) => args(row),
    refresh: true,
    steps: ["read", "same"],
    calls: [LOOK],
  },
  {
    title: "drift is found and repaired",
    async prepare(row) {
      await row.up(args(row));
      await row.changedByHand({ ...OTHER_HOME, delegable: false });
    },
    program: (row) => args(row),
    refresh: true,
    steps: ["read", "update"],
    calls: [LOOK, ...ASKED, LOOK, ...WRITE],
  },
  {
    title: "deleted behind the program's back, and the identifier is burnt",
    async prepare(row) {
      await row.up(args(row));
      await deletedByHand(row);
    },
    program: (row) => args(row),
    refresh: true,
    refused: /was deleted earlier.*Choose another identifier/,
    steps: ["gone"],
    calls: [LOOK, LOOK, ...ASKED, ...MAKE],
  },
  {
    title: "deleted behind the program's back, found by an update",
    async prepare(row) {
      await row.up(args(row));
      await deletedByHand(row);
    },
    program: (row) => args(row, HOME),
    refused: /was deleted earlier.*Choose another identifier/,
    steps: [],
    calls: [...ASKED, LOOK, ...MAKE],
  },
  {
    title: "removed: withdrawn",
    prepare: (row) => row.up(args(row)),
    program: () => undefined,
    steps: ["delete"],
    calls: [LOOK, ...TOKEN, ...WRITE],
  },
  {
    title: "removed: closed",
    prepare: (row) => row.up(args(row, { onDelete: "close" })),
    program: () => undefined,
    steps: ["delete"],
    // Which lists keep access takes a token of its own.
    calls: [LOOK, ...TOKEN, ...WRITE, ...TOKEN, "GET access lists"],
  },
  {
    title: "removed: deleted",
    prepare: (row) => row.up(args(row, { onDelete: "delete" })),
    program: () => undefined,
    steps: ["delete"],
    calls: [LOOK, ...TOKEN, "DELETE registry resource"],
  },
  {
    title: "removed: kept",
    prepare: (row) => row.up(args(row, { onDelete: "keep" })),
    program: () => undefined,
    steps: ["delete"],
    calls: [],
  },
  {
    title: "removed: kept because the environment says so",
    prepare: (row) => row.up(args(row, { onDelete: "delete" })),
    program: () => undefined,
    env: { ALTINN_ON_DELETE: "keep" },
    steps: ["delete"],
    calls: [],
  },
  {
    title: "removed: somebody has withdrawn it already",
    async prepare(row) {
      await row.up(args(row));
      await row.changedByHand({ status: "Withdrawn", visible: false, delegable: false });
    },
    program: () => undefined,
    steps: ["delete"],
    calls: [LOOK],
  },
  {
    title: "removed: somebody has deleted it already",
    async prepare(row) {
      await row.up(args(row));
      await deletedByHand(row);
    },
    program: () => undefined,
    steps: ["delete"],
    calls: [LOOK],
  },
  {
    title: "only onDelete changes",
    prepare: (row) => row.up(args(row)),
    program: (row) => args(row, { onDelete: "close" }),
    steps: ["update"],
    calls: [],
  },
  {
    title: "somebody made the program's change already",
    async prepare(row) {
      await row.up(args(row));
      await row.changedByHand(HOME);
    },
    program: (row) => args(row, HOME),
    steps: ["update"],
    calls: [...ASKED, LOOK],
  },
  {
    title: "somebody made another change since",
    async prepare(row) {
      await row.up(args(row));
      await row.changedByHand({ keywords: [{ word: "fil", language: "nb" }] });
    },
    program: (row) => args(row, HOME),
    refused: /was changed at Altinn since it was last read, in keywords.*up --refresh/,
    steps: [],
    calls: [...ASKED, LOOK],
  },
];

export const resourceKeeping = (extent: Extent): void => scenarios("Resource", situations, extent);
