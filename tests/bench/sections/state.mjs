import { shown } from "../report/chart.mjs";
import { table } from "../report/table.mjs";

const GOAL = 1.25;

/** Resource, policy and settings, each with the provider's text in its inputs and outputs. */
const TEXTS = 6;

export const section = ({ own, plain, kinds, provider }) => ({
  text: `What a service adds to the state file, in bytes: ${shown(own)}, and ${shown(plain)} on a dynamic provider that returns the same
checked inputs as its outputs. The policy's XML is the largest part of both, and stands twice: the engine keeps inputs and
outputs. The provider's own text, which the SDK writes twice into each resource, has ${shown(provider.own)} characters, that of the
provider that does nothing ${shown(provider.plain)}; without these texts a service of this package takes about ${shown((own - TEXTS * provider.own) / (plain - TEXTS * provider.plain))} times as much as
the other.

${table(
  ["one of each kind", "bytes", "a provider that does nothing"],
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
