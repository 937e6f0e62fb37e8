import { shown } from "../report/chart.mjs";
import { table } from "../report/table.mjs";

const LIMIT_MB = 300;
const peakOf = (steps) => Math.max(...steps.map(({ peakMB }) => peakMB));

export const section = ({ bytes, steps }) => ({
  text: `The embedded Altinn with files of ${shown(bytes / 1e9)} GB, whose contents it keeps on disk.

${table(
  ["what", "seconds", "memory at most", "on disk afterwards"],
  steps.map(({ name, seconds, peakMB, heldMB }) => [
    name,
    shown(seconds),
    `${peakMB} MB`,
    `${heldMB.toLocaleString("en")} MB`,
  ]),
)}`,
});

export const goals = ({ steps, failed }) => [
  {
    figure: "embedded Altinn: memory with large files",
    goal: `below ${LIMIT_MB} MB, the disk free again`,
    measured: failed.length > 0 ? failed.join("; ") : `${peakOf(steps)} MB`,
    met: failed.length === 0 && peakOf(steps) < LIMIT_MB,
  },
];
