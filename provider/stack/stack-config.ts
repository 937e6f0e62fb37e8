import { z } from "zod";
import type { StackConfig } from "../settings-reader";
import { jsonIn } from "../values/json";
import { errorLine, type PulumiCli } from "./pulumi-cli";

const wire = z.record(
  z.string(),
  z.object({ value: z.string().optional(), secret: z.boolean().optional() }),
);

/** The configuration of a stack, or why it cannot be read. */
export type ReadConfig =
  | { readonly config: StackConfig; readonly problem?: undefined }
  /** A phrase without a full stop. */
  | { readonly problem: string; readonly config?: undefined };

/**
 * The `altinn:` settings of a stack, as `pulumi config` has them; what else is configured is not kept. Secrets are decrypted
 * only where one of these settings is one.
 */
export async function readStackConfig(cli: PulumiCli, stack: string): Promise<ReadConfig> {
  const args = ["config", "--stack", stack, "--json", "--non-interactive"];
  let found = await settingsIn(cli, args);
  if (found.values && [...found.values.values()].includes(undefined))
    found = await settingsIn(cli, [...args, "--show-secrets"]);
  const { values, problem } = found;
  return values === undefined ? { problem } : { config: { get: (key) => values.get(key) } };
}

type Found =
  | { readonly values: ReadonlyMap<string, string | undefined>; readonly problem?: undefined }
  | { readonly problem: string; readonly values?: undefined };

async function settingsIn(cli: PulumiCli, args: readonly string[]): Promise<Found> {
  const run = await cli.run(args);
  if (run === undefined) return { problem: "there is no Pulumi CLI (`pulumi`) on PATH" };
  if (run.status !== 0) return { problem: `Pulumi says: ${errorLine(run)}` };
  const parsed = wire.safeParse(jsonIn(run.stdout));
  if (!parsed.success)
    return { problem: "what `pulumi config --json` printed cannot be understood" };
  const ours = Object.entries(parsed.data).filter(([key]) => key.startsWith("altinn:"));
  return { values: new Map(ours.map(([key, { value }]) => [key, value])) };
}
