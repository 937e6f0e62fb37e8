import { shown } from "../report/chart.mjs";
import { table } from "../report/table.mjs";

const GOAL = 1.1;
const figure = ({ median, least, most }) =>
  `${shown(median)} ms (${shown(least)} to ${shown(most)})`;

/** What of the difference is measured by itself, in a new process as well. */
const partRows = ({ write, read }) => [
  ["only writing the XML of the policies (xmlbuilder2)", "", figure(write)],
  ["only reading it (saxes), to put it in words", "", figure(read)],
];

export const section = ({ services, own, ownProcessor, plain, plainProcessor, ...parts }) => ({
  text: `What the program itself takes for ${services} services, from the first constructor until the last resource is registered, with
Pulumi's mocks in the engine's place. Plain dynamic resources have the same properties and are given the same inputs as ready
values; the classes of this package render rules as XML, put access in words and look for what should be warned about. They
create four Pulumi outputs for each resource beyond the 24 of the SDK. The XML is read again since access is put in words from
what Altinn would read, however the policy was given.

${table(
  ["", "on the clock", "processor time"],
  [
    ["this package", figure(own), figure(ownProcessor)],
    ["plain dynamic resources", figure(plain), figure(plainProcessor)],
    ["ratio", shown(own.median / plain.median), shown(ownProcessor.median / plainProcessor.median)],
    ...partRows(parts),
  ],
)}`,
});

export const goals = ({ own, ownProcessor, plain, plainProcessor, write, read }) => [
  {
    figure: "the program's constructors, 200 services, on the clock",
    goal: `at most ${GOAL} x plain dynamic resources`,
    measured: `${shown(own.median / plain.median)} x`,
    met: own.median / plain.median <= GOAL,
    why: `the goal allows ${shown(plain.median * (GOAL - 1))} ms more than plain dynamic resources take, and ${shown(own.median - plain.median)} ms are taken. In processor time it is ${shown(ownProcessor.median - plainProcessor.median)} ms more, of which writing the XML takes ${shown(write.median)} ms and reading it ${shown(read.median)} ms`,
  },
];
