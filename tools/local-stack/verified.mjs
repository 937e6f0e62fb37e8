// The example's smoke check sends a file through the new service and says so in the last line of its
// output, which the stack has as the output `smokeCheck`: `verified: <what went through> at <ISO 8601 time>`.

/**
 * The line to print after an `up`.
 * @param {unknown} smokeCheck the stack output
 * @param {Date} upStartedAt
 * @returns {string}
 */
export function verifiedLine(smokeCheck, upStartedAt) {
  const line = typeof smokeCheck === "string" ? (smokeCheck.trim().split("\n").at(-1) ?? "") : "";
  const found = /^verified: (?:.* )?at (\d{4}-\d{2}-\d{2}T\S+)$/.exec(line.trim());
  if (!found)
    return "not verified: no file was sent, since the program has no output smokeCheck of the smoke check";
  const time = found[1] ?? "";
  return Date.parse(time) >= upStartedAt.getTime()
    ? line.trim()
    : `verified: at ${time}, and none of the smoke check's triggers has changed since`;
}
