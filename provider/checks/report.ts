import { STEPS, type Check, type Status, type Who } from "./check";
import type { Diagnosis } from "./doctor";

/** What `doctor --json` prints. Members may be added; none is renamed or taken out. */
export interface Report {
  /** The worst of all: a failure, else what was not checked, else a warning. */
  readonly status: Status;
  /** Null when the settings are refused. */
  readonly environment: string | null;
  readonly orgNumber: string | null;
  readonly orgCode: string | null;
  readonly stack: string | null;
  /** Identifiers of the services that were looked at. */
  readonly services: readonly string[];
  readonly counts: Readonly<Record<Status, number>>;
  readonly checks: readonly Check[];
}

const WORST_FIRST = ["failure", "not checked", "warning", "ok"] as const satisfies Status[];

export function reportOf({ settings, stack, services, checks }: Diagnosis): Report {
  const count = (status: Status): number =>
    checks.filter((check) => check.status === status).length;
  return {
    status: WORST_FIRST.find((status) => count(status) > 0) ?? "not checked",
    environment: settings?.environment ?? null,
    orgNumber: settings?.orgNumber ?? null,
    orgCode: settings?.orgCode ?? null,
    stack: stack ?? null,
    services,
    counts: {
      ok: count("ok"),
      warning: count("warning"),
      failure: count("failure"),
      "not checked": count("not checked"),
    },
    checks,
  };
}

const WHO: Readonly<Record<Who, string>> = {
  we: "your own team",
  "Digdir's self-service": "the administrator of your organisation in Digdir's self-service",
  Altinn: "Altinn",
};

/** The report for people, line by line: the steps in their order, each check with what was seen and what to do. */
export function reportLines(report: Report): string[] {
  const { environment, orgNumber, orgCode } = report;
  const of =
    environment === null
      ? ""
      : ` for ${environment}, organisation ${String(orgNumber)} (${String(orgCode)})`;
  return [
    `What must be true before \`pulumi up\`${of}:`,
    ...Object.entries(STEPS).flatMap(([step, heading]) => {
      const checks = report.checks.filter((check) => check.step === step);
      return checks.length === 0 ? [] : ["", heading, ...inOneLine(checks).flatMap(checkLines)];
    }),
    "",
    summary(report),
  ];
}

/** Neighbours that were held up by the same make one line. */
function inOneLine(checks: readonly Check[]): Check[] {
  const lines: Check[] = [];
  for (const check of checks) {
    const last = lines.at(-1);
    const isHeldUp = check.status === "not checked" && check.remedy === undefined;
    if (isHeldUp && last?.status === check.status && last.seen === check.seen)
      lines[lines.length - 1] = { ...last, title: `${last.title}, ${check.title}` };
    else lines.push(check);
  }
  return lines;
}

const WIDTH = "not checked".length + 2;
const INDENT = " ".repeat(WIDTH + 2);

function checkLines({ status, title, seen, remedy, code, trace }: Check): string[] {
  const more = [code, trace && `trace ${trace}`].filter((word) => word && !seen.includes(word));
  const said = more.length === 0 ? "" : ` (${more.join(", ")})`;
  const first = `  ${status.padEnd(WIDTH)}${title}: ${seen}${said}`;
  if (remedy === undefined) return [first];
  return [
    first,
    `${INDENT}What to do: ${remedy.todo}`,
    `${INDENT}Where: ${remedy.where}. Who: ${WHO[remedy.who]}.`,
  ];
}

function summary({ counts, checks }: Report): string {
  const words = [
    counted(counts.failure, "failure", "failures"),
    counted(counts["not checked"], "not checked", "not checked"),
    counted(counts.warning, "warning", "warnings"),
    `${String(counts.ok)} ok`,
  ].filter((word) => word !== "");
  const toMend = checks.filter(({ remedy }) => remedy !== undefined);
  const [first] = ["failure", "not checked"].flatMap((worst) =>
    toMend.filter(({ status }) => status === worst),
  );
  const isOneOfSeveral = first !== undefined && counts.failure + counts["not checked"] > 1;
  return `${words.join(", ")}.${isOneOfSeveral ? ` Begin with: ${first.title}.` : ""}`;
}

const counted = (count: number, one: string, many: string): string =>
  count === 0 ? "" : `${String(count)} ${count === 1 ? one : many}`;
