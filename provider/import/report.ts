import type { Imported } from "./import";
import { leave, type LeftOut } from "./left-out";

/** What `import --json` prints. Members may be added; none is renamed or taken out. */
export interface ImportReport {
  readonly environment: string;
  readonly organisation: { readonly number: string; readonly code: string };
  /** Null without `--stack`. */
  readonly stack: string | null;
  /** Absolute. */
  readonly folder: string;
  /** Identifiers of what this stack has in the program. */
  readonly services: readonly string[];
  readonly accessLists: readonly string[];
  /** How many policies are typed rules, and how many texts. */
  readonly policies: { readonly rules: number; readonly xml: number };
  readonly brokerSettings: number;
  /** Whether the registration in Broker is in the program. */
  readonly serviceOwner: boolean;
  /** How many resources `import.json` has for `pulumi import`; null when it was not written. */
  readonly importFile: number | null;
  /** Paths from the folder. */
  readonly files: {
    readonly made: readonly string[];
    readonly changed: readonly string[];
    readonly removed: readonly string[];
    readonly unchanged: readonly string[];
    /** Edited by somebody, and left as they are. */
    readonly edited: readonly string[];
  };
  readonly leftOut: readonly LeftOut[];
  /** What a folder says otherwise than Altinn, sentences. */
  readonly differences: readonly string[];
}

/** @param command with which the same is done again */
export function importReport(imported: Imported, command: string): ImportReport {
  const { place, stack, folder, read, written, entry } = imported;
  const { settings } = place;
  const { hashes: _hashes, ...files } = written;
  const services = Object.values(read.values.services);
  const policies = services.flatMap(({ policy }) => (policy ? [policy] : []));
  const isOwn = entry !== "index.ts" && written.made.includes(entry);
  return {
    environment: settings.environment,
    organisation: { number: settings.orgNumber, code: settings.orgCode },
    stack: stack === "" ? null : stack,
    folder,
    services: Object.keys(read.values.services).sort(),
    accessLists: Object.keys(read.values.lists ?? {}).sort(),
    policies: {
      rules: policies.filter((policy) => "rules" in policy).length,
      xml: policies.filter((policy) => "xml" in policy).length,
    },
    brokerSettings: services.filter(({ broker }) => broker).length,
    serviceOwner: read.values.owner !== null && read.values.owner !== undefined,
    importFile: imported.stateFile ?? null,
    files,
    leftOut: [
      ...notLookedAt(imported, command),
      ...(isOwn ? [ownEntry(entry)] : []),
      ...read.leftOut,
    ],
    differences: read.differences,
  };
}

const ownEntry = (entry: string): LeftOut =>
  leave(
    "index.ts",
    "It is your own, so it is left as it is.",
    `Add the line \`import "./${entry.replace(/\.ts$/, "")}";\` to it.`,
  );

/** What needs a key is left out, with the command that adds it. */
function notLookedAt({ read, place }: Imported, command: string): LeftOut[] {
  const { broker, lists } = read.notLookedAt;
  const { environment } = place.settings;
  const scope = (name: string): string =>
    `With the scope ${name} on the client, run \`${command}\` again.`;
  if (broker !== undefined && broker === lists)
    return [
      leave(
        "Broker's settings, the service owner's registration, and access lists",
        `They were not looked at: ${broker}.`,
        `With the key of ${environment} in the environment, run \`${command}\` again.`,
      ),
    ];
  return [
    ...(broker === undefined
      ? []
      : [
          leave(
            "Broker's settings, and the service owner's registration",
            `They were not looked at: ${broker}.`,
            scope("altinn:serviceowner"),
          ),
        ]),
    ...(lists === undefined
      ? []
      : [
          leave(
            "Access lists, and their connections",
            `They were not looked at: ${lists}.`,
            scope("altinn:resourceregistry/accesslist.write"),
          ),
        ]),
  ];
}

/** Whether something is to be done about what was found. */
export const isComplete = ({ leftOut, differences, files }: ImportReport): boolean =>
  leftOut.length === 0 && differences.length === 0 && files.edited.length === 0;

/** The report for people. */
export function importLines(report: ImportReport): string[] {
  const { environment, organisation, files } = report;
  return [
    `From ${environment}, organisation ${organisation.number} (${organisation.code}): ${contents(report)}.`,
    "",
    ...ofFiles(report),
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
      "Edited since they were written, and left as they are; --force writes them anew:",
      files.edited.map((path) => `  ${path}`),
    ),
    ...next(report),
  ];
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

function ofFiles({ folder, files }: ImportReport): string[] {
  const { made, changed, removed, unchanged } = files;
  const lines = [
    ...made.map((path) => `  new      ${path}`),
    ...changed.map((path) => `  changed  ${path}`),
    ...removed.map((path) => `  removed  ${path}`),
  ];
  const same = unchanged.length > 0 ? `${counted(unchanged.length, "file")} as before` : "";
  return lines.length === 0
    ? [`Nothing to write in ${folder}: ${same === "" ? "there is nothing" : same}.`, ""]
    : [`Written in ${folder}:`, ...lines, ...(same === "" ? [] : [`  and ${same}`]), ""];
}

const section = (head: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [head, ...lines, ""];

function next({ stack, services, files, importFile }: ImportReport): string[] {
  if (services.length === 0)
    return ["Nothing is in the program of it. Check the organisation, the environment and --only."];
  const of = stack === null ? "" : ` --stack ${stack}`;
  const install = files.made.includes("package.json")
    ? "`npm install pulumi-altinn-broker @pulumi/pulumi typescript@6 @types/node`, then "
    : "";
  return [
    `Next: ${install}\`pulumi preview${of}\`. It says "taken over" of each resource; \`pulumi up${of}\` then writes nothing at Altinn.`,
    ...(importFile === null
      ? []
      : [
          `Or, without an \`up\`: \`pulumi import --file import.json --generate-code=false --protect=false${of}\`.`,
        ]),
  ];
}

const counted = (count: number, one: string, many = `${one}s`): string =>
  `${String(count)} ${count === 1 ? one : many}`;
