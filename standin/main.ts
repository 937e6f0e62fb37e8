import { readCommandLine } from "./command-line";
import { commandClient } from "./command-client";
import { greeting, hostWarning } from "./greeting";
import { readKeyFiles, writeKeyFiles } from "./key-files";
import { startStandin } from "./start";

async function main(): Promise<void> {
  const { options, organisation, keys } = readCommandLine();
  const key = keys === undefined ? undefined : readKeyFiles(keys);
  const standin = await startStandin(options);
  const hasClients = options.worldFile !== undefined && standin.readyClients().length > 0;
  if (hasClients && keys !== undefined) {
    throw new Error("--keys is for the ready client, which is not made when the world has clients");
  }
  const client = hasClients ? undefined : commandClient(standin, organisation, key);
  const files = client && writeKeyFiles(client, keys);
  if (client) {
    standin.onReset(() => void commandClient(standin, organisation));
  }
  let closing = false;
  const stop = (): void => {
    if (!closing) {
      closing = true;
      files?.remove();
      standin.close().then(() => process.exit(0), fail);
    }
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  process.stderr.write(hostWarning(options.host));
  process.stdout.write(greeting(standin, options, client && files && { client, files }));
}

function fail(error: unknown): void {
  process.stderr.write(
    `altinn-standin: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exit(1);
}

main().catch(fail);
