import type { WhoGetsIn } from "./access";
import type { ListedService, Listing } from "./listing";

/** The listing for people: a line for each service and environment, under a head, and a sum at the end. */
export function listingLines(listing: Listing): string[] {
  const { organisation, environments, services, counts, stack } = listing;
  const of = `organisation ${organisation.number} (${organisation.code})`;
  const where = environments.map(({ environment }) => environment).join(" and ");
  if (services.length === 0)
    return [
      `The Resource Registry (${where}) has no service of ${of}.`,
      "Check the organisation and the environment, or make a service with `pulumi up`.",
    ];
  const columns = columnsOf(environments.length > 1, stack);
  const cells = [
    columns.map(({ head }) => head),
    ...services.map((row) => columns.map(({ of: cell }) => cell(row))),
  ];
  const widths = columns.map((_, at) => Math.max(...cells.map((line) => line[at]?.length ?? 0)));
  return [
    `Services of ${of} in ${where}${counts.odd > 0 ? ", odd ones first" : ""}:`,
    "",
    ...cells.flatMap((line, at) => [
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
      ...accessLines(services[at - 1]?.access ?? null),
    ]),
    "",
    sumOf(listing),
    ...missing(listing),
  ];
}

interface Column {
  readonly head: string;
  of(row: ListedService): string;
}

function columnsOf(several: boolean, stack: string | null): Column[] {
  return [
    { head: "SERVICE", of: ({ identifier }) => identifier },
    ...(several ? [{ head: "IN", of: ({ environment }: ListedService) => environment }] : []),
    { head: "STATUS", of: statusOf },
    { head: "TYPE", of: ({ resourceType }) => resourceType },
    { head: "POLICY", of: ({ policy }) => policy },
    { head: "IN BROKER", of: ({ broker }) => broker },
    { head: "ACCESS LISTS", of: listsOf },
    ...(stack === null ? [] : [{ head: `IN STACK ${stack}`, of: managedOf }]),
    { head: "ODD", of: remarksOf },
  ];
}

/** Below the line of a service, where it was asked for. */
function accessLines(access: WhoGetsIn | null): string[] {
  if (access === null) return [];
  const under = (head: string, who: readonly string[] | null): string[] =>
    (who === null ? ["not told"] : who.length === 0 ? ["nobody"] : who).map(
      (line, at) => `    ${(at === 0 ? head : "").padEnd(WIDEST_HEAD)} ${line}`,
    );
  return [
    ...under("May send:", access.send),
    ...under("May fetch:", access.fetch),
    ...access.remarks.map((remark) => `    ${remark}`),
  ];
}

const WIDEST_HEAD = "May fetch:".length;

const statusOf = ({ status, visible }: ListedService): string =>
  `${status ?? "no status"}${visible ? "" : ", hidden"}`;

/** Which lists are connected, and whether they count: only with the mode Enabled are members alone let in. */
function listsOf({ lists, accessListMode }: ListedService): string {
  const connected = typeof lists === "string" ? lists : lists.join(", ") || "none";
  return accessListMode === "Enabled"
    ? `members only: ${connected}`
    : connected === "none"
      ? "-"
      : connected;
}

function managedOf({ managed }: ListedService): string {
  if (managed === null) return "-";
  if (managed.length === 0) return "no";
  return managed.includes("Resource") && managed.includes("ResourcePolicy")
    ? "yes"
    : `only ${managed.join(", ")}`;
}

const remarksOf = ({ odd, unread }: ListedService): string =>
  [...odd.map(({ text }) => text), ...unread.map((why) => `Could not be read: ${why}`)].join(" ") ||
  "-";

function sumOf({ counts, environments }: Listing): string {
  const one = environments.length === 1;
  const unit = `${one ? "service" : "line"}${counts.services === 1 ? "" : "s"}`;
  const rest = counts.unread > 0 ? `, ${String(counts.unread)} not read in full` : "";
  return `${String(counts.services)} ${unit}, ${String(counts.odd)} odd${rest}.`;
}

function missing({ environments }: Listing): string[] {
  return environments.flatMap(({ environment, notLookedAt: { broker, lists } }) => {
    if (broker !== null && broker === lists)
      return [`Not looked at in ${environment}: Broker's settings and access lists (${broker}).`];
    return [
      ...(broker === null
        ? []
        : [`Not looked at in ${environment}: Broker's settings (${broker}).`]),
      ...(lists === null ? [] : [`Not looked at in ${environment}: access lists (${lists}).`]),
    ];
  });
}
