import { text } from "node:stream/consumers";
import { missingStack } from "../stack/missing-stack";
import type { PulumiCli } from "../stack/pulumi-cli";

/* What `explain` reads: standard input, or a preview that it runs. */

/** Undefined when it is a terminal, at which nobody types JSON. */
export async function standardInput(): Promise<string | undefined> {
  if (process.stdin.isTTY) return undefined;
  return text(process.stdin);
}

export interface PreviewRun {
  /** What it printed on standard output. */
  readonly printed: string;
  /** Whether it ended with another status than 0. */
  readonly failed: boolean;
}

/**
 * Runs `pulumi preview --json` of a stack. What it says beside the JSON is handed on.
 * @throws Error when there is no Pulumi CLI or no such stack, or when it printed nothing
 */
export const previewOfStack =
  (cli: PulumiCli, complain: (line: string) => void) =>
  async (stack: string): Promise<PreviewRun> => {
    if (process.stderr.isTTY) complain(`Running \`pulumi preview\` of ${stack} ...`);
    const args = ["preview", "--json", "--non-interactive", "--stack", stack];
    const run = await cli.run(args);
    if (run === undefined)
      throw new Error(
        "There is no Pulumi CLI on PATH. Install it, or put the folder of `pulumi` on PATH.",
      );
    const missing = run.stdout.trim() === "" ? await missingStack(cli, stack) : undefined;
    if (missing) throw new Error(`${missing.seen} ${missing.todo}`);
    const said = run.stderr.trim();
    if (said !== "") complain(said);
    if (run.stdout.trim() === "")
      throw new Error(
        `\`pulumi ${args.join(" ")}\` ended with status ${String(run.status)} and printed no preview.${said === "" ? "" : " Its error stands above."}`,
      );
    return { printed: run.stdout, failed: run.status !== 0 };
  };
