import { ASKED } from "./asked";
import { resourceArgs } from "../../support/resources";
import { deletedByHand, registeredByHand } from "./by-hand";
import type { Row } from "./row";
import type { Situation } from "./play";
import { scenarios } from "./table";
import type { Extent } from "./troubles";

const HOME = { homepage: "https://broker.example.no" };
const OTHER_HOME = { homepage: "https://old.example.no" };
const LOOK = "GET registry resource";
const PUT = ["PUT registry resource", LOOK];
const MAKE = [...ASKED, "POST registry resource", LOOK];

const args = ({ id }: Row, more: Record<string, unknown> = {}) => resourceArgs(id, more);

const madeByHand = (row: Row, more: Record<string, unknown> = {}) =>
  registeredByHand(row, args(row, more));

const situations: readonly Situation[] = [
  {
    title: "made for the first time",
    program: (row) => args(row),
    steps: ["create"],
    calls: [LOOK, ...MAKE],
  },
  {
    title: "one that equals the program is taken over",
    prepare: (row) => madeByHand(row),
    program: (row) => args(row),
    steps: ["create"],
    calls: [LOOK, ...ASKED, LOOK],
  },
  {
    title: "one that differs is refused",
    prepare: (row) => madeByHand(row, OTHER_HOME),
    program: (row) => args(row, HOME),
    refused: /exists already and differs from the program in homepage\b.*adopt: true/,
    steps: [],
    calls: [LOOK],
  },
  {
    title: "one that differs is taken over with adopt",
    prepare: (row) => madeByHand(row, OTHER_HOME),
    program: (row) => args(row, { ...HOME, adopt: true }),
    steps: ["create"],
    calls: [LOOK, ...ASKED, LOOK, ...PUT],
  },
  {
    title: "made again after it was withdrawn",
    async prepare(row) {
      await row.up(args(row));
      await row.up(undefined);
    },
    program: (row) => args(row),
    steps: ["create"],
    calls: [LOOK, ...ASKED, LOOK, ...PUT],
  },
  {
    title: "made again after it was closed, with adopt",
    async prepare(row) {
      await row.up(args(row, { onDelete: "close" }));
      await row.up(undefined);
    },
    program: (row) => args(row, { adopt: true }),
    steps: ["create"],
    calls: [LOOK, ...ASKED, LOOK, ...PUT],
  },
  {
    title: "deleted behind the program's back, made under another identifier",
    async prepare(row) {
      await row.up(args(row));
      await deletedByHand(row);
    },
    program: ({ otherId }) => resourceArgs(otherId),
    refresh: true,
    steps: ["gone", "create"],
    calls: [
      "GET registry resource",
      "GET other registry resource",
      ...ASKED,
      "POST registry resource",
      "GET other registry resource",
    ],
  },
  {
    title: "replaced by one with another identifier",
    prepare: (row) => row.up(args(row)),
    program: ({ otherId }) => resourceArgs(otherId),
    steps: ["replace", "delete"],
    calls: [
      ...ASKED,
      "GET other registry resource",
      "POST registry resource",
      "GET other registry resource",
      LOOK,
      ...PUT,
    ],
  },
];

export const resourceMaking = (extent: Extent): void => scenarios("Resource", situations, extent);
