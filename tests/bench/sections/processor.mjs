import { shown } from "../report/chart.mjs";
import { table } from "../report/table.mjs";

const GOAL_MS = 4;
const figure = ({ median, least, most }) =>
  `${shown(median)} ms (${shown(least)} to ${shown(most)})`;

export const section = ({ services, make, unchanged, idleMake, idleUnchanged }) => ({
  text: `Of the process in which the package runs, threads of Node's own included, over ${services} services. The process is new, and so is
its code to Node: a larger stack costs less for each. A provider that does nothing shows what SDK and gRPC take.

${table(
  ["what", "processor time for each resource", "a provider that does nothing"],
  [
    ["made: check and create, 2.7 requests", figure(make), figure(idleMake)],
    ["unchanged: read, check and diff, 1 request", figure(unchanged), figure(idleUnchanged)],
  ],
)}`,
});

export const goals = ({ make, unchanged }) =>
  Object.entries({ "made by `up`": make, unchanged: unchanged }).map(([what, { median }]) => ({
    figure: `processor time of the provider process for each resource, ${what}`,
    goal: `at most ${GOAL_MS} ms`,
    measured: `${shown(median)} ms`,
    met: median <= GOAL_MS,
  }));
