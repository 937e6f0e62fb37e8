import { barChart, shown } from "../report/chart.mjs";
import { table } from "../report/table.mjs";

const GOAL = 1.3;
const figure = ({ median, least, most }) =>
  `${shown(median)} ms (${shown(least)} to ${shown(most)})`;

export function section({ own, ownProcessor, idle, idleProcessor }) {
  return {
    text: `From the start of the process to its first answer, which is that the service owner in state did not change; so no network
is in it. A run starts one or two such processes. Most of it is Node and Pulumi's SDK, which a provider that does nothing loads
as well.

${table(
  ["", "on the clock", "processor time"],
  [
    ["this package", figure(own), figure(ownProcessor)],
    ["a provider that does nothing", figure(idle), figure(idleProcessor)],
    ["ratio", shown(own.median / idle.median), shown(ownProcessor.median / idleProcessor.median)],
  ],
)}

![Start of the provider process](performance/start.svg)`,
    charts: {
      "start.svg": barChart({
        title: "Start of the provider process to its first answer",
        description: `On the clock: this package ${shown(own.median)} milliseconds, a provider that does nothing ${shown(idle.median)}; processor time: ${shown(ownProcessor.median)} and ${shown(idleProcessor.median)}.`,
        unit: "ms",
        series: ["this package", "a provider that does nothing"],
        groups: [
          { label: "on the clock", bars: [own, idle] },
          { label: "processor time", bars: [ownProcessor, idleProcessor] },
        ],
      }),
    },
  };
}

export const goals = ({ own, idle }) => [
  {
    figure: "start of the provider process to its first answer, on the clock",
    goal: `at most ${GOAL} x a provider that does nothing`,
    measured: `${shown(own.median / idle.median)} x`,
    met: own.median / idle.median <= GOAL,
  },
];
