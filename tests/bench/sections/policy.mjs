import { shown } from "../report/chart.mjs";
import { table } from "../report/table.mjs";

const GOAL_MS = 50;
const PARSER = "of it saxes, when nobody takes what it finds";
/** What is done of every policy, at least once in a run. */
const GOALS = {
  read: "reading",
  "compare: more and less, one value differs": "comparing",
  "words of what is read": "putting in words",
};

/** Why what is known to miss its goal does. */
const WHY = {
  read: ({ [PARSER]: parser }) =>
    `saxes alone, with nothing listening to it, takes ${shown(parser.clock.median)} ms`,
};

const figure = ({ median, least, most }) =>
  `${shown(median)} ms (${shown(least)} to ${shown(most)})`;

export const section = ({ rules, bytes, figures }) => ({
  text: `A policy of ${shown(rules)} rules with seven matches each, ${(bytes / 1e6).toFixed(2)} MB of XML; the README's example has four rules. Processor time includes
what Node does beside, such as freeing memory. Reading cannot take less than saxes does, which looks at every letter and resolves
the namespace of every name.

${table(
  ["what", "on the clock", "processor time"],
  Object.entries(figures).map(([name, { clock, processor }]) => [
    name,
    figure(clock),
    figure(processor),
  ]),
)}`,
});

export const goals = ({ rules, figures }) =>
  Object.entries(GOALS).map(([name, what]) => ({
    figure: `policy of ${shown(rules)} rules: ${what}, on the clock`,
    goal: `below ${GOAL_MS} ms`,
    measured: `${shown(figures[name].clock.median)} ms`,
    met: figures[name].clock.median < GOAL_MS,
    why: WHY[name]?.(figures),
  }));
