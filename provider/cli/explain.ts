import { Option, type Command } from "commander";
import { messageOf } from "../errors";
import { explanationAsJson, FORMATS, type Format } from "../explain/formats";
import { explanationOf } from "../explain/explanation";
import { readRun } from "../explain/reading";
import type { Run } from "../explain/run";
import { LANGUAGES, type Language } from "../explain/language";
import { pulumiCli } from "../stack/pulumi-cli";
import { statuses, type Invocation } from "./invocation";
import { organisationNames } from "./organisation-names";
import { previewOfStack, standardInput, type PreviewRun } from "./preview-json";

/** What `explain` tells, and how. */
export interface ExplainOptions {
  /** Runs the preview of this stack; left out, standard input is read. */
  readonly stack?: string | undefined;
  readonly format: Format;
  readonly lang: Language;
  /** For programs, in place of a format. */
  readonly json: boolean;
}

export interface ExplainCommand extends ExplainOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folder of the call. */
  readonly cwd: string;
  readonly print: (line: string) => void;
  readonly complain: (line: string) => void;
  /** What stands in standard input; undefined when that is a terminal. */
  readonly input?: () => Promise<string | undefined>;
  readonly preview?: (stack: string) => Promise<PreviewRun>;
  /** Names of organisations by number, for a run's configuration. */
  readonly names?: (config: Run["config"]) => Promise<Readonly<Record<string, string>>>;
}

/** 0 told, 1 the preview failed, 2 there is nothing in standard input, 3 it cannot be read. */
export type ExplainStatus = 0 | 1 | 2 | 3;

/** Tells what a preview, or an `up`, changes. */
export async function explain(command: ExplainCommand): Promise<ExplainStatus> {
  const { format, lang, json, env, print, complain } = command;
  const { names = (config) => organisationNames(config, env, lang) } = command;
  try {
    const given = await inputOf(command);
    if (given === undefined) {
      complain(
        "error: There is no standard input. Write `pulumi preview --json | npx --no altinn-broker explain`, or --stack with the name of a stack.",
      );
      return 2;
    }
    const read = readRun(given.printed);
    const run = { ...read, failed: read.failed || given.failed };
    const told = explanationOf(run, { language: lang, names: await names(run.config) });
    print(json ? explanationAsJson(told) : FORMATS[format].render(told, lang));
    return run.failed ? 1 : 0;
  } catch (error) {
    complain(`error: ${messageOf(error)}`);
    return 3;
  }
}

/** Undefined when standard input is a terminal. */
async function inputOf(command: ExplainCommand): Promise<PreviewRun | undefined> {
  const { stack, env, cwd, complain, input = standardInput } = command;
  const { preview = previewOfStack(pulumiCli(cwd, env), complain) } = command;
  if (stack !== undefined) return preview(stack);
  const printed = await input();
  return printed === undefined ? undefined : { printed, failed: false };
}

const EXAMPLE = `
Example:
  pulumi preview --json --stack tt02 | npx --no altinn-broker explain --format markdown --lang nb
`;

const STATUSES = statuses(
  "0  told, with changes or none",
  "1  the preview failed: its errors are told",
  "2  wrong use",
  "3  the input is no preview of Pulumi, or the preview could not be run",
);

/** Adds `explain` to the program. */
export function addExplain(
  program: Command,
  { env, cwd = process.cwd(), print, complain }: Invocation,
  end: (status: number) => void,
): void {
  program
    .command("explain")
    .description(
      "Tell what a preview changes, for people: who gains access, who loses it, what changes, what stays. Reads what `pulumi preview --json` or `pulumi up --json` prints.",
    )
    .option("--stack <name>", "run the preview of this stack, rather than read standard input")
    .addOption(
      new Option("--format <form>", "how it is written")
        .choices(Object.keys(FORMATS))
        .default("text"),
    )
    .addOption(
      new Option("--lang <language>", "English or Norwegian (bokmål)")
        .choices([...LANGUAGES])
        .default("en"),
    )
    .option("--json", "print it as JSON, for programs", false)
    .addHelpText("after", EXAMPLE + STATUSES)
    .action(async (options: ExplainOptions) => {
      end(await explain({ ...options, env, cwd, print, complain }));
    });
}
