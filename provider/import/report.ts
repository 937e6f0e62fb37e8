import { whyUntyped } from "../policy";
import type { Imported } from "./import";
import { isFinding, type LeftAlone } from "./left-alone";
import { leave, type LeftOut } from "./left-out";
import { nextSteps } from "./next-steps";

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
  /** The policies that are texts because rules cannot say them, and the first reason, a phrase. */
  readonly untypedPolicies: readonly { readonly service: string; readonly why: string }[];
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
    /** Edited by somebody, and left as they are although they would be others now. */
    readonly edited: readonly string[];
  };
  /** Whether what is remembered in `.altinn-import.json` has become something else. */
  readonly recordWritten: boolean;
  /** Parts of the program that somebody edited: nothing of them is written, for no stack. */
  readonly leftAlone: readonly LeftAlone[];
  readonly leftOut: readonly LeftOut[];
  /** What a folder says otherwise than Altinn, sentences. */
  readonly differences: readonly string[];
  /** What came of it for other stacks, and what may be a mistake, sentences. */
  readonly notes: readonly string[];
  /** What to do now, sentences. */
  readonly next: readonly string[];
}

const NO_FILES = { made: [], changed: [], removed: [], unchanged: [], edited: [] };

/** @param command with which the same is done again */
export function importReport(imported: Imported, command: string): ImportReport {
  const { place, stack, folder, read, program, leftAlone, notes } = imported;
  const { settings } = place;
  const { hashes: _hashes, ...files } = program?.written ?? { ...NO_FILES, hashes: {} };
  const services = Object.entries(read.values.services);
  const policies = services.flatMap(([service, { policy }]) =>
    policy ? [{ service, policy }] : [],
  );
  const isOwn = program && program.entry !== "index.ts" && files.made.includes(program.entry);
  const leftOut = [
    ...notLookedAt(imported, command),
    ...(isOwn ? [ownEntry(program.entry)] : []),
    ...read.leftOut,
  ];
  return {
    environment: settings.environment,
    organisation: { number: settings.orgNumber, code: settings.orgCode },
    stack: stack === "" ? null : stack,
    folder,
    services: services.map(([service]) => service).sort(),
    accessLists: Object.keys(read.values.lists ?? {}).sort(),
    policies: {
      rules: policies.filter(({ policy }) => "rules" in policy).length,
      xml: policies.filter(({ policy }) => "xml" in policy).length,
    },
    untypedPolicies: policies.flatMap(({ service, policy }) => {
      const why = "xml" in policy ? whyUntyped(policy.xml, service) : undefined;
      return why === undefined ? [] : [{ service, why }];
    }),
    brokerSettings: services.filter(([, { broker }]) => broker).length,
    serviceOwner: read.values.owner !== null && read.values.owner !== undefined,
    importFile: imported.stateFile ?? null,
    files: {
      ...files,
      edited: [
        ...files.edited,
        ...leftAlone.filter(isFinding).flatMap((part) => part.files),
      ].sort(),
    },
    recordWritten: program?.isRecordWritten ?? false,
    leftAlone,
    leftOut,
    differences: read.differences,
    notes,
    next: nextSteps(imported, leftOut.length > 0),
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
