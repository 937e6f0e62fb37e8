import { shown } from "../report/chart.mjs";
import { table } from "../report/table.mjs";

const ROLES = ["Pulumi CLI", "program", "provider process", "language host"];

export const section = ({ answerTimeMs, runs, provider }) => ({
  text: `An \`up\` from nothing at an answer time of ${answerTimeMs} ms. Seconds of processor of each process of the run, beside the time
on the clock; what is on the clock and on no processor waited for Altinn, or for a processor.

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

What a large organisation can do:

- Several stacks, such as one for each service or team: each writes a small state, and they run beside each other. The
  \`ServiceOwner\` may stand in each; it is taken over as it is.
- \`--refresh=false\` where nobody can have changed anything by hand: an unchanged \`up\` then asks Altinn for nothing.
- Another backend. Pulumi Cloud can be sent what changed in place of the whole state; not measured here. A bucket (\`s3://\`,
  \`azblob://\`) is written like files, and over a network.
- More \`--parallel\` helps little: this package has eight calls under way at once (\`altinn:parallelCalls\`), so that a large
  stack does not meet Altinn's limit on calls.`,
});

function shares(columns) {
  const kinds = Object.keys(columns[0][1]);
  return table(
    ["what", ...columns.map(([name]) => name)],
    kinds.map((kind) => [kind, ...columns.map(([, values]) => `${values[kind]} %`)]),
  );
}

export const goals = () => [];
