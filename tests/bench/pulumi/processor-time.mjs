// Processor time of each process of a run, by the kernel's count, looked at while the run goes on. Linux only.
import { readdirSync, readFileSync } from "node:fs";

const EVERY_MS = 50;
/** The kernel counts in hundredths of a second for programs. */
const TICKS = 100;

const ROLES = [
  ["provider process", /cmd\/dynamic-provider/],
  ["program", /@pulumi\/pulumi\/cmd\/run/],
  ["language host", /pulumi-language-nodejs/],
  ["Pulumi CLI", /pulumi /],
];

/**
 * Begins to watch a process and all that it starts.
 * @param {number} pid
 * @returns {() => Record<string, number>} ends it, and gives seconds by role; what a process did in its last moments is missing
 */
export function watch(pid) {
  const family = new Map([[pid, { role: "Pulumi CLI", seconds: 0 }]]);
  const look = () => {
    for (const { id, parent, seconds } of processes()) {
      if (!family.has(id)) {
        if (!family.has(parent)) continue;
        family.set(id, { role: roleOf(id), seconds: 0 });
      }
      const known = family.get(id);
      known.seconds = seconds;
      // A process begins as a copy of its parent.
      if (id !== pid) known.role = roleOf(id) ?? known.role;
    }
  };
  const timer = setInterval(look, EVERY_MS);
  return () => {
    clearInterval(timer);
    const totals = {};
    for (const { role = "other", seconds } of family.values())
      totals[role] = (totals[role] ?? 0) + seconds;
    return totals;
  };
}

function processes() {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const stat = read(`/proc/${name}/stat`);
      if (stat === undefined) return [];
      // The name in brackets may hold spaces.
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      const seconds = (Number(fields[11]) + Number(fields[12])) / TICKS;
      return [{ id: Number(name), parent: Number(fields[1]), seconds }];
    });
}

function roleOf(id) {
  const line = read(`/proc/${id}/cmdline`)?.replaceAll("\0", " ") ?? "";
  return ROLES.find(([, pattern]) => pattern.test(line))?.[0];
}

/** Undefined for a process that has ended. */
function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
