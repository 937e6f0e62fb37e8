import { parseArgs } from "node:util";
import type { Environment } from "./altinn";
import { commandClient, greeting } from "./greeting";
import { startStandin } from "./start";

const usage = `altinn-standin [--environment staging|production|development] [--port NUMBER] [--maskinporten-port NUMBER]
               [--data FILE] [--organisation CODE]

Starts a stand-in for Altinn (Maskinporten, token exchange, Resource Registry, access lists, Broker) on 127.0.0.1.
It is not Altinn. It runs until it is interrupted.

  --environment        whose rules apply; staging (TT02) by default
  --port               port of the platform; 4010 by default, 0 for a free one
  --maskinporten-port  port of Maskinporten; the one after the platform's by default
  --data               file that keeps everything between runs; in memory by default
  --organisation       who owns the ready client: a code or number on the list, or a new code; ttd by default
`;

class UsageError extends Error {}

const environments: readonly Environment[] = ["staging", "production", "development"];

function readArguments(): {
  environment: Environment;
  port: number;
  maskinportenPort: number | undefined;
  dataFile: string | undefined;
  organisation: string;
} {
  let values;
  try {
    ({ values } = parseArgs({
      options: {
        environment: { type: "string", default: "staging" },
        port: { type: "string", default: "4010" },
        "maskinporten-port": { type: "string" },
        data: { type: "string" },
        organisation: { type: "string", default: "ttd" },
        help: { type: "boolean", short: "h", default: false },
      },
    }));
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
  if (values.help) {
    process.stdout.write(usage);
    process.exit(0);
  }
  const environment = environments.find((each) => each === values.environment);
  if (environment === undefined) {
    throw new UsageError(`--environment must be one of ${environments.join(", ")}`);
  }
  const maskinportenPort = values["maskinporten-port"];
  return {
    environment,
    port: readPort("--port", values.port),
    maskinportenPort:
      maskinportenPort === undefined
        ? undefined
        : readPort("--maskinporten-port", maskinportenPort),
    dataFile: values.data,
    organisation: values.organisation,
  };
}

function readPort(option: string, text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Infinity;
  if (port > 65_535) {
    throw new UsageError(`${option} must be a number from 0 to 65535, got ${text}`);
  }
  return port;
}

async function main(): Promise<void> {
  const { organisation, maskinportenPort, dataFile, ...rest } = readArguments();
  const standin = await startStandin({
    ...rest,
    ...(maskinportenPort === undefined ? {} : { maskinportenPort }),
    ...(dataFile === undefined ? {} : { dataFile }),
  });
  let closing = false;
  const stop = (): void => {
    if (!closing) {
      closing = true;
      standin.close().then(
        () => process.exit(0),
        (error: unknown) => fail(error),
      );
    }
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  process.stdout.write(greeting(standin, commandClient(standin, organisation)));
}

function fail(error: unknown): void {
  if (error instanceof UsageError) {
    process.stderr.write(`${error.message}\n\n${usage}`);
    process.exit(2);
  }
  process.stderr.write(
    `altinn-standin: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exit(1);
}

main().catch(fail);
