import { shown } from "../report/chart.mjs";
import { table } from "../report/table.mjs";

const GOAL_MS = 4;
const figure = ({ median, least, most }) =>
  `${shown(median)} ms (${shown(least)} to ${shown(most)})`;

/** What of the package's own work is measured by itself. */
const PARTS = {
  write: "writing the XML of policies (xmlbuilder2)",
  read: "reading it (saxes)",
  send: "sending the requests (axios, on Node's http)",
};

export const section = ({ services, make, unchanged, idleMake, idleUnchanged, parts }) => ({
  text: `Of the process in which the package runs, threads of Node's own included, over ${services} services. The process is new when it
makes them, and so is its code to Node: a larger stack costs less for each. What is unchanged follows in the same process, of
which Node has compiled some code by then; in a process of its own it would cost more. A provider that does nothing shows what
SDK and gRPC take.

${table(
  ["what", "processor time for each resource", "a provider that does nothing"],
  [
    ["made: check and create, 2.7 requests", figure(make), figure(idleMake)],
    ["unchanged: read, check and diff, 1 request", figure(unchanged), figure(idleUnchanged)],
  ],
)}

${partsText({ parts, make, unchanged, idleMake, idleUnchanged })}`,
});

/** Where the time goes. What is left over is the rest of the package, and what Node takes to compile it. */
const partsText = ({ parts, make, unchanged, idleMake, idleUnchanged }) => {
  const rest = (whole, idle, name) =>
    whole.median -
    idle.median -
    Object.keys(PARTS).reduce((sum, part) => sum + parts[part][name].median, 0);
  const ms = (value) => `${shown(Number(value.toPrecision(3)))} ms`;
  return `What it goes to, the single parts each measured in a new process of its own, first for what is made and then for what is
unchanged, as in the whole. A third of the resources are policies, and each is written and
read once on both occasions; the text is written again although state has it, since only so it is known to be what the rules say.
The rest is what is left over. It is more where nothing changed: that is three calls for each resource and two where one is made,
and only then state, program and Altinn are compared.

${table(
  ["part", "made", "unchanged"],
  [
    ["SDK and gRPC, as above", ms(idleMake.median), ms(idleUnchanged.median)],
    ...Object.entries(PARTS).map(([part, name]) => [
      name,
      ms(parts[part].make.median),
      ms(parts[part].unchanged.median),
    ]),
    [
      "the rest: checks, comparing, words, tokens, and Node's compiling of it",
      ms(rest(make, idleMake, "make")),
      ms(rest(unchanged, idleUnchanged, "unchanged")),
    ],
  ],
)}`;
};

export const goals = ({ make, unchanged, idleMake, idleUnchanged, parts }) => {
  const libraries = (idle, name) =>
    Object.keys(PARTS).reduce((sum, part) => sum + parts[part][name].median, idle.median);
  return [
    { what: "made by `up`", whole: make, others: libraries(idleMake, "make") },
    { what: "unchanged", whole: unchanged, others: libraries(idleUnchanged, "unchanged") },
  ].map(({ what, whole: { median }, others }) => ({
    figure: `processor time of the provider process for each resource, ${what}`,
    goal: `at most ${GOAL_MS} ms`,
    measured: `${shown(median)} ms`,
    met: median <= GOAL_MS,
    why: `SDK, gRPC, axios, saxes and xmlbuilder2 take ${shown(others)} ms of it, and the rest of this package ${shown(median - others)} ms`,
  }));
};
