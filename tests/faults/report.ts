import type { Outcome } from "./harness";
import type { Result } from "./result";

/* The counts of a run, as they stand in the docs. */

const COLUMNS = [
  "kind",
  "operation",
  "calls",
  "rows",
  "succeeded",
  "failed as they should",
  "wrong",
];

/** A Markdown table: a line for each operation of each kind of which a row was played, and their sum. */
export function tableOf({ results, calls }: Outcome): string {
  const lines = [...calls]
    .filter(([name]) => results.some((row) => nameOf(row) === name))
    .map(([name, count]) => [
      ...name.split(" "),
      ...counts(
        count,
        results.filter((row) => nameOf(row) === name),
      ),
    ]);
  const sum = lines.reduce((total, [, , count]) => total + Number(count), 0);
  const rows = [...lines, ["all", "", ...counts(sum, results)]];
  const widths = COLUMNS.map((column, at) =>
    Math.max(column.length, ...rows.map((row) => (row[at] ?? "").length)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, at) => (at < 2 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join(" | ")} |`;
  const rule = widths.map((width, at) =>
    at < 2 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`,
  );
  return [line(COLUMNS), line(rule), ...rows.map(line)].join("\n");
}

const nameOf = ({ kind, operation }: Result): string => `${kind} ${operation}`;

const counts = (calls: number, rows: readonly Result[]): string[] => {
  const having = (is: Result["is"]): number => rows.filter((row) => row.is === is).length;
  return [
    calls,
    rows.length,
    having("succeeded"),
    having("failed as it should"),
    having("wrong"),
  ].map(String);
};

/** One line for a wrong row. */
export const wrongLine = ({ title, problems }: Result): string =>
  `WRONG ${title}: ${problems.join(" // ").replaceAll("\n", " ")}`;
