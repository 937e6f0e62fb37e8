import { shown } from "../report/chart.mjs";
import { table } from "../report/table.mjs";

const ROLES = ["Pulumi CLI", "program", "provider process", "language host"];

export const section = ({ answerTimeMs, runs, provider }) => ({
  text: `An \`up\` from nothing at an answer time of ${answerTimeMs} ms. Seconds of processor of each process of the run, beside the time
on the clock. Processes run beside each other, so the sum may be above it. Being profiled costs time as well.

${table(
  ["services", "on the clock", ...ROLES, "state"],
  runs.map(({ services, seconds, processor, stateBytes }) => [
    String(services),
    `${shown(seconds)} s`,
    ...ROLES.map((role) => `${shown(processor[role] ?? 0)} s`),
    `${(stateBytes / 1e6).toFixed(1)} MB`,
  ]),
)}

What the CLI does with its processor time:

${shares(runs.map(({ services, cli }) => [`${services} services`, cli]))}

With a state in files the engine writes the whole of it at the beginning and the end of each step, one step after the other,
so a stack of four times the resources has sixteen times the work. No provider can change that.

What the provider process does with its, from its start, while it makes ${runs[0].services} services:

${shares([["share", provider]])}

_Node itself_ is what is in none of the others: Node's own functions, and the compiling of all code.

What a large organisation can do:

- Several stacks, such as one for each service or team: each writes a small state, and they run beside each other. By the
  table, ${parts(runs)}.
  The \`ServiceOwner\` may stand in each; it is taken over as it is.
- \`--refresh=false\` where nobody can have changed anything by hand: an unchanged \`up\` then asks Altinn for nothing. The
  engine writes its state all the same.
- Another backend. Pulumi Cloud can be sent what changed in place of the whole state; not measured here. A bucket (\`s3://\`,
  \`azblob://\`) is written like files, and over a network.
- More \`--parallel\` helps little: this package has eight calls under way at once (\`altinn:parallelCalls\`), so that a large
  stack does not meet Altinn's limit on calls.`,
});

/** What the larger stack would take as stacks of the smaller size. */
function parts([few, many]) {
  const stacks = many.services / few.services;
  return `${stacks} stacks of ${few.services} services take about ${Math.round(stacks * few.seconds)} s one after the other, and one of ${many.services} takes ${Math.round(many.seconds)} s`;
}

function shares(columns) {
  const kinds = Object.keys(columns[0][1]);
  return table(
    ["what", ...columns.map(([name]) => name)],
    kinds.map((kind) => [kind, ...columns.map(([, values]) => `${values[kind]} %`)]),
  );
}

export const goals = () => [];
