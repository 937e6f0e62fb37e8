import { shown } from "../report/chart.mjs";
import { table } from "../report/table.mjs";

const GOAL = 1.25;

export const section = ({ own, plain, kinds, provider }) => ({
  text: `What a service adds to the state file, in bytes, as the engine lays it out: ${shown(own)}, and ${shown(plain)} on a dynamic provider
that returns the same checked inputs as its outputs. The policy's XML is the largest part of both, and stands twice: the
engine keeps inputs and outputs. The provider's own text, which the SDK writes twice into each resource, has
${provider.own} characters, that of the provider that does nothing ${provider.plain}.

${table(
  ["resource", "bytes, without layout", "a provider that does nothing"],
  Object.entries(kinds).map(([kind, bytes]) => [kind, shown(bytes.own), shown(bytes.plain)]),
)}`,
});

export const goals = ({ own, plain }) => [
  {
    figure: "state for each service",
    goal: `at most ${GOAL} x a provider that does nothing`,
    measured: `${shown(own / plain)} x (${shown(own)} bytes)`,
    met: own / plain <= GOAL,
  },
];
