import { ConfigError } from "../errors";
import { NO_STACK, type Env, type StackConfig } from "../settings-reader";
import { missingStack } from "../stack/missing-stack";
import { pulumiCli } from "../stack/pulumi-cli";
import { readProject } from "../stack/project";
import { readStackConfig } from "../stack/stack-config";

/** What to read the configuration of, and for whom. */
export interface StackWanted {
  readonly env: Env;
  readonly folder: string;
  /** As it was written. */
  readonly stack: string;
  /** Whether an import without `--stack` would be refused. */
  readonly isNeeded: boolean;
}

/**
 * The configuration of the stack. In a folder that is no Pulumi project yet there is none, and the name is that of a stack to be
 * made.
 * @throws ConfigError with the stacks that there are, and with what to do
 */
export async function configForImport(wanted: StackWanted): Promise<StackConfig> {
  const { env, folder, stack, isNeeded } = wanted;
  if (readProject(folder).project === undefined) return NO_STACK;
  const cli = pulumiCli(folder, env);
  const { config, problem } = await readStackConfig(cli, stack);
  if (config) return config;
  const missing = await missingStack(cli, stack);
  if (missing) throw new ConfigError(`${missing.seen} Nothing was written. ${missing.todo}`);
  const without = isNeeded ? "" : ", or leave --stack out and set the environment variables";
  throw new ConfigError(
    `The configuration of the stack ${stack} could not be read: ${problem}. Nothing was written. Make \`pulumi config --stack ${stack}\` work here${without}.`,
  );
}
