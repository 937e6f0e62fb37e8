import { execFile } from "node:child_process";

/** How a run of the Pulumi CLI ended. */
export interface CliRun {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the CLI in one folder. */
export interface PulumiCli {
  /**
   * @param more variables on top of the environment
   * @returns undefined when there is no CLI on PATH
   */
  run(
    args: readonly string[],
    more?: Readonly<Record<string, string>>,
  ): Promise<CliRun | undefined>;
}

/** Bytes of the largest output that is read: a preview of hundreds of services has some. */
const LARGEST_OUTPUT = 256 * 1024 * 1024;

/** The `pulumi` of PATH, without colours and questions. What it prints may hold secrets, and goes nowhere but to the caller. */
export const pulumiCli = (
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
): PulumiCli => ({
  run: (args, more = {}) =>
    new Promise((resolve, reject) => {
      const options = {
        cwd,
        env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true", ...more },
        maxBuffer: LARGEST_OUTPUT,
      };
      execFile("pulumi", [...args], options, (error, stdout, stderr) => {
        if (error === null) resolve({ status: 0, stdout, stderr });
        else if (error.code === "ENOENT") resolve(undefined);
        else if (typeof error.code === "number") resolve({ status: error.code, stdout, stderr });
        else reject(error);
      });
    }),
});

/** What the CLI says of its failure: the line that it marks as the error, or the last one. */
export function errorLine({ stderr, status }: CliRun): string {
  const lines = stderr
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const marked = lines.find((line) => line.startsWith("error: "));
  return (
    marked?.slice("error: ".length) ?? lines.at(-1) ?? `it ended with status ${String(status)}`
  );
}
