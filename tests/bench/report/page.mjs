// Writes docs/performance.md and its charts from what is kept of each figure.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot as root } from "../../../tools/bootstrap/places.mjs";
import { formatted } from "./formatted.mjs";
import { kept } from "./results.mjs";

const page = join(root, "docs", "performance.md");
const folder = join(root, "docs", "performance");

const INTRODUCTION = `# Performance

What a run takes, what of it is this package's doing, and what it must not cost. Everything here is measured by
\`npm run bench\` in a checkout, against the embedded Altinn on the same machine, which answers at once, or after 80 ms. That is
a round figure for a call over a network, not a measurement of Altinn.

Each figure says where it was measured, when that began, and the load of the minute before, which is mostly that of the figure
before it. Above 2 the machine did other things meanwhile, so that times on the clock, and what is made of them, say little,
while counts, bytes and ratios of processor time hold.

A service is a \`Resource\`, a \`ResourcePolicy\` with the four rules of the README's example, and a
\`BrokerResourceConfig\`; one \`ServiceOwner\` serves all. Times are medians, with the least and the most in brackets;
where no number of times is said, it is one measurement.`;

const WORDS = `Goals are judged by medians. *Own share* is the time beyond that of the same program on dynamic providers that do
nothing, and the *bare client* a plain HTTP client that sends the same requests ([more](#runs-of-10-services)); brackets behind it
show the single rounds: where they are wide, the goal is met or missed by the median, and no more is known. saxes, xmlbuilder2
and axios are the libraries that read XML, write XML and send requests.`;

/**
 * @param {readonly import("../rooms.mjs").Room[]} rooms in the order of the page
 */
export async function writePage(rooms) {
  mkdirSync(folder, { recursive: true });
  const parts = rooms.map((room) => ({ room, result: kept(room.name) }));
  const measured = parts.filter(({ result }) => result !== undefined);
  const sections = measured.map(({ room, result }) => sectionOf(room, result));
  const missing = parts.filter(({ result }) => result === undefined).map(({ room }) => room.title);
  const text = [
    INTRODUCTION,
    ...(missing.length > 0 ? [`Not measured yet: ${missing.join("; ")}.`] : []),
    goalsTable(measured),
    ...sections.map(({ markdown }) => markdown),
  ].join("\n\n");
  writeFileSync(page, await formatted(page, text));
  for (const [name, svg] of sections.flatMap(({ charts }) => Object.entries(charts)))
    writeFileSync(join(folder, name), svg);
}

function sectionOf({ title, section }, { data, machine }) {
  const { text, charts = {} } = section(data);
  const markdown = [`## ${title}`, text, `_${placeOf(machine, data)}_`].join("\n\n");
  return { markdown, charts };
}

function placeOf(machine, { times }) {
  const { when, processor, cores, memoryGB, kernel, node, pulumi, sdk, load } = machine;
  const repeated = times === undefined ? "" : times === 1 ? " Measured once." : ` ${times} times.`;
  return `${when} UTC, ${cores} cores of ${processor}, ${memoryGB} GB, ${kernel}; Node ${node}, Pulumi CLI ${pulumi}, SDK ${sdk}; load at the start ${load}.${repeated}`;
}

function goalsTable(measured) {
  const rows = measured.flatMap(({ room, result }) =>
    room
      .goals(result.data)
      .map((goal) => ({ ...goal, load: result.machine.load, title: room.title })),
  );
  const missed = rows.filter(({ met }) => !met);
  return [
    "## Goals",
    "",
    WORDS,
    "",
    "| figure | goal | measured | | load |",
    "| --- | --- | --- | --- | --- |",
    ...rows.map(
      ({ figure, goal, measured: found, met, load }) =>
        `| ${figure} | ${goal} | ${found} | ${met ? "met" : "**missed**"} | ${load} |`,
    ),
    ...(missed.length > 0 ? ["", "What is missed, and why:", ""] : []),
    ...missed.map(
      ({ figure, title, why = "the reason is not known" }) => `- ${figure} (_${title}_): ${why}.`,
    ),
  ].join("\n");
}
