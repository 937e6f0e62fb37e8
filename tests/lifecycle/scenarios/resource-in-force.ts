import { ASKED } from "./asked";
import type { Values } from "../../../provider/resources/lifecycle";
import { resourceArgs } from "../../support/resources";
import type { Row } from "./row";
import type { Situation } from "./play";
import { scenarios } from "./table";
import type { Extent } from "./troubles";

/* Resources that were stored before today's rules, and are taken over, stay and change as far as these rules let them. */

const LOOK = "GET registry resource";
const PUT = ["PUT registry resource", LOOK];
const HOME = { homepage: "https://broker.example.no" };

const args = ({ id }: Row, more: Values = {}): Values => {
  const all = Object.entries(resourceArgs(id, more));
  return Object.fromEntries(all.filter(([, value]) => value !== undefined));
};

/** As the program says it, with the owner that the program leaves to the settings. */
function stored(row: Row, more: Values = {}, owner: Values = {}): void {
  const { number: organization, code: orgcode } = row.owner;
  const name = { nb: "Etaten", nn: "Etaten", en: "Etaten" };
  row.ground.standin.storeResource({
    ...args(row, more),
    resourceType: "BrokerService",
    status: "Completed",
    hasCompetentAuthority: { organization, orgcode, name, ...owner },
  });
}

interface Old {
  readonly is: string;
  readonly more?: Values;
  readonly idLike?: (id: string) => string;
  /** Today's rule that a change breaks; none is about the identifier. */
  readonly rule?: RegExp;
}

const old: readonly Old[] = [
  {
    is: "without contact points",
    more: { contactPoints: undefined },
    rule: /contactPoints is missing/,
  },
  {
    is: "without an English text",
    more: { title: { nb: "a", nn: "a" } },
    rule: /title has no text in en/,
  },
  { is: "with capitals in its identifier", idLike: (id) => id.replace("row", "Row") },
  { is: "with a dot in its identifier", idLike: (id) => id.replace("-", ".") },
  { is: "with over 80 characters", idLike: (id) => `${id}-${"x".repeat(80)}` },
];

const olderThanRules = ({ is, more = {}, idLike, rule }: Old): readonly Situation[] => {
  const like = idLike ? { idLike } : {};
  const inState = async (row: Row): Promise<void> => {
    stored(row, more);
    await row.up(args(row, more));
  };
  const change = { ...more, ...HOME };
  return [
    {
      ...like,
      title: `one ${is} is taken over as it is`,
      prepare: async (row) => stored(row, more),
      program: (row) => args(row, more),
      steps: ["create"],
      calls: [LOOK, ...ASKED, LOOK],
    },
    {
      ...like,
      title: `one ${is} stays as it is`,
      prepare: inState,
      program: (row) => args(row, more),
      steps: ["same"],
      calls: [],
    },
    {
      ...like,
      title: `one ${is}, seen by a refresh, stays as it is`,
      prepare: inState,
      program: (row) => args(row, more),
      refresh: true,
      steps: ["read", "same"],
      calls: [LOOK],
    },
    rule
      ? {
          ...like,
          title: `one ${is} is not changed while a rule is broken`,
          prepare: inState,
          program: (row) => args(row, change),
          refused: rule,
          steps: [],
          calls: [],
        }
      : {
          ...like,
          title: `one ${is} may be changed`,
          prepare: inState,
          program: (row) => args(row, change),
          steps: ["update"],
          calls: [...ASKED, LOOK, ...PUT],
        },
    rule
      ? {
          ...like,
          title: `one ${is} is mended by a change that follows the rules`,
          prepare: inState,
          program: (row) => args(row),
          steps: ["update"],
          calls: [...ASKED, LOOK, ...PUT],
        }
      : {
          ...like,
          title: `one ${is} that differs is taken over with adopt`,
          prepare: async (row) => stored(row, more),
          program: (row) => args(row, { ...change, adopt: true }),
          steps: ["create"],
          calls: [LOOK, ...ASKED, LOOK, ...PUT],
        },
  ];
};

const others: readonly Situation[] = [
  {
    title: "one without contact points that differs is refused with adopt, for the rule's sake",
    prepare: async (row) => stored(row, { contactPoints: undefined }),
    program: (row) => args(row, { ...HOME, contactPoints: undefined, adopt: true }),
    refused: /contactPoints is missing/,
    steps: [],
    calls: [LOOK],
  },
  {
    title: "a consent without `optional` is no change",
    prepare: (row) => row.up(args(row, { consentMetadata: { year: {} } })),
    program: (row) => args(row, { consentMetadata: { year: {} } }),
    refresh: true,
    steps: ["read", "same"],
    calls: [LOOK],
  },
  {
    title: "a consent without `optional` is taken over as equal",
    prepare: async (row) => stored(row, { consentMetadata: { year: { optional: false } } }),
    program: (row) => args(row, { consentMetadata: { year: {} } }),
    steps: ["create"],
    calls: [LOOK, ...ASKED, LOOK],
  },
  {
    title: "one whose owner has our number and no code differs in that",
    prepare: async (row) => stored(row, {}, { orgcode: undefined }),
    program: (row) => args(row),
    refused: /exists already and differs from the program in hasCompetentAuthority/,
    steps: [],
    calls: [LOOK],
  },
  {
    title: "one whose owner has our number and no code gets it with adopt",
    prepare: async (row) => stored(row, {}, { orgcode: undefined }),
    program: (row) => args(row, { adopt: true }),
    steps: ["create"],
    calls: [LOOK, ...ASKED, LOOK, ...PUT],
  },
  {
    title: "one whose owner has another number and no code is never taken over",
    prepare: async (row) => stored(row, {}, { organization: "974761076", orgcode: undefined }),
    program: (row) => args(row, { adopt: true }),
    refused: /belongs to organisation 974761076, not to/,
    steps: [],
    calls: [LOOK],
  },
];

export const resourceInForce = (extent: Extent): void =>
  scenarios("Resource", [...old.flatMap(olderThanRules), ...others], extent);
