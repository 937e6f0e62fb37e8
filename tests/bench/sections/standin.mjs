import { shown } from "../report/chart.mjs";
import { table } from "../report/table.mjs";

const GOALS = { read: 1 / 3, write: 1 / 10 };
const IN_WORDS = { read: "a third", write: "a tenth" };

/** The worse of the two, by the clock and by processor time. */
const ratioOf = ({ standin, bare }) =>
  Math.min(
    standin.perSecond.median / bare.perSecond.median,
    bare.processor.median / standin.processor.median,
  );

export const section = ({ connections, pinned, figures }) => ({
  text: `The embedded Altinn, with its store in memory, beside a bare fastify route that answers the same bytes, over ${connections}
connections${pinned ? ", servers on a core of their own" : ""}. What counts for the goals
is the worse of two ratios: of what is answered in a second, and of the processor time of an answer.

${table(
  ["what", "a second", "bare route", "processor time each", "bare route"],
  Object.entries(figures).map(([kind, { standin, bare }]) => [
    `${kind} a registry resource`,
    shown(standin.perSecond.median),
    shown(bare.perSecond.median),
    `${shown(standin.processor.median)} us`,
    `${shown(bare.processor.median)} us`,
  ]),
)}`,
});

export const goals = ({ figures }) =>
  Object.entries(figures).map(([kind, figure]) => ({
    figure: `embedded Altinn: ${kind}s, by the worse of number a second and processor time`,
    goal: `at least ${IN_WORDS[kind]} of a bare route`,
    measured: `${shown(ratioOf(figure))} x`,
    met: ratioOf(figure) >= GOALS[kind],
  }));
