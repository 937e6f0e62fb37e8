import { hasNews, isFinding } from "./left-alone";
import { MEMORY_FILE } from "./memory-file";
import type { ImportReport } from "./report";

/**
 * The report for people.
 * @param command with which the same is done again
 */
export function reportLines(report: ImportReport, command: string): string[] {
  const { environment, organisation, files, leftAlone } = report;
  const theirs = new Set(leftAlone.flatMap((part) => part.files));
  return [
    `From ${environment}, organisation ${organisation.number} (${organisation.code}): ${contents(report)}.`,
    "",
    ...ofFiles(report),
    ...section(
      "As XML, since rules cannot say it:",
      report.untypedPolicies.map(({ service, why }) => `  ${service}: ${why}.`),
    ),
    ...section(
      "Edited by somebody, so left alone whole, for every stack:",
      leftAlone.flatMap((part) => [
        `  ${part.what} (${part.files.join(", ")}): ${hasNews(part) ? "Altinn has it otherwise than it was imported last." : "Altinn has it as it was imported last."}`,
        ...part.differences.map((difference) => `    ${difference}`),
        ...(hasNews(part) && part.isManaged
          ? [
              `    The stack ${report.stack ?? ""} manages it: \`pulumi preview --stack ${report.stack ?? ""}\` tells whether the program says it.`,
            ]
          : []),
      ]),
      leftAlone.some(isFinding)
        ? [
            "  What to do: where the files do not say so already, bring it in by hand.",
            `  Or throw the edits away, for every stack: \`${command}${onlyThese(report, command)} --force\` writes the files anew. What is only in them is lost, also what somebody wrote for another stack.`,
          ]
        : [],
    ),
    ...section(
      "Left out:",
      report.leftOut.flatMap(({ what, why, todo }) => [
        `  ${what}: ${why}`,
        ...(todo === null ? [] : [`    What to do: ${todo}`]),
      ]),
    ),
    ...section(
      "The folder and Altinn differ, and the program says what the folder says:",
      report.differences.map((difference) => `  ${difference}`),
    ),
    ...section(
      "Edited since they were written, and left as they are; --force throws the edits away, for every stack, and writes them anew:",
      files.edited.filter((path) => !theirs.has(path)).map((path) => `  ${path}`),
    ),
    ...section(
      "Note:",
      report.notes.map((note) => `  ${note}`),
    ),
    ...report.next,
  ];
}

/** The option that names the services whose files are to be written anew; nothing where it is there already, or they are no services. */
function onlyThese({ leftAlone, services }: ImportReport, command: string): string {
  const names = leftAlone.filter(isFinding).map(({ what }) => what);
  const isNeeded = !command.includes(" --only ") && names.every((name) => services.includes(name));
  return isNeeded ? ` --only ${names.join(",")}` : "";
}

/** What there is, without what there is none of. */
function contents(report: ImportReport): string {
  const { services, policies, brokerSettings, accessLists, serviceOwner } = report;
  const { rules, xml } = policies;
  return [
    counted(services.length, "service"),
    ...(rules > 0 ? [`${counted(rules, "policy", "policies")} as rules`] : []),
    ...(xml > 0 ? [`${counted(xml, "policy", "policies")} as XML`] : []),
    ...(brokerSettings > 0 ? [`settings in Broker for ${counted(brokerSettings, "service")}`] : []),
    ...(accessLists.length > 0 ? [counted(accessLists.length, "access list")] : []),
    ...(serviceOwner ? ["the registration in Broker"] : []),
  ].join(", ");
}

function ofFiles({ folder, files, recordWritten }: ImportReport): string[] {
  const { made, changed, removed, unchanged } = files;
  const lines = [
    ...made.map((path) => `  new      ${path}`),
    ...changed.map((path) => `  changed  ${path}`),
    ...removed.map((path) => `  removed  ${path}`),
  ];
  const same = unchanged.length > 0 ? `${counted(unchanged.length, "file")} as before` : "";
  const record = `${MEMORY_FILE}, which remembers what was read`;
  if (lines.length === 0)
    return [
      `Nothing written in ${folder}${recordWritten ? ` but ${record}` : ""}${same === "" ? "" : `: ${same}`}.`,
      "",
    ];
  return [
    `Written in ${folder}:`,
    ...lines,
    ...(recordWritten ? [`  and ${record}`] : []),
    ...(same === "" ? [] : [`  and ${same}`]),
    "",
  ];
}

const section = (
  head: string,
  lines: readonly string[],
  after: readonly string[] = [],
): string[] => (lines.length === 0 ? [] : [head, ...lines, ...after, ""]);

const counted = (count: number, one: string, many = `${one}s`): string =>
  `${String(count)} ${count === 1 ? one : many}`;
