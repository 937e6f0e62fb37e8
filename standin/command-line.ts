import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import type { Environment } from "./altinn";
import type { StandinOptions } from "./start";

/** What the command was asked for. */
export interface CommandLine {
  readonly options: StandinOptions;
  /** Code or number of the organisation that owns the ready client. */
  readonly organisation: string;
  /** Folder for the ready client's key; undefined: a temporary one. */
  readonly keys: string | undefined;
}

const environments: readonly Environment[] = ["staging", "production", "development"];

/** Reads arguments and environment; ends the process at `--help` and with status 2 at a mistake. */
export function readCommandLine(): CommandLine {
  const command = new Command("altinn-standin")
    .description(
      "Starts a stand-in for Altinn: Maskinporten, token exchange, Resource Registry, access lists and Broker. " +
        "It is not Altinn. It runs until it is interrupted.",
    )
    .addOption(
      option(
        "--environment <name>",
        "whose rules apply: staging (TT02), production or development",
        "ENVIRONMENT",
      )
        .default("staging")
        .argParser(environment),
    )
    .addOption(
      option("--port <number>", "port of the platform, 0 for a free one", "PORT")
        .default(4010)
        .argParser(port),
    )
    .addOption(
      option(
        "--maskinporten-port <number>",
        "port of Maskinporten (default: the one after the platform's)",
        "MASKINPORTEN_PORT",
      ).argParser(port),
    )
    .addOption(
      option(
        "--control-port <number>",
        "port of the control server, always on 127.0.0.1 (default: the one after Maskinporten's)",
        "CONTROL_PORT",
      ).argParser(port),
    )
    .addOption(
      option(
        "--world <file>",
        "JSON file of what is there at the start, see world.schema.json; no ready client is made when it has clients",
        "WORLD",
      ),
    )
    .addOption(
      option(
        "--host <name>",
        "name or address to listen on (default: this machine alone, 127.0.0.1 and ::1)",
        "HOST",
      ),
    )
    .addOption(
      option(
        "--platform-address <url>",
        "the platform's address as its clients write it, as from another container",
        "PLATFORM_ADDRESS",
      ).argParser(url),
    )
    .addOption(
      option(
        "--maskinporten-address <url>",
        "Maskinporten's address as its clients write it",
        "MASKINPORTEN_ADDRESS",
      ).argParser(url),
    )
    .addOption(
      option(
        "--issuer <url>",
        "issuer of Maskinporten's tokens (default: its address with a slash at the end)",
        "ISSUER",
      ).argParser(url),
    )
    .addOption(
      option(
        "--accept-audience <url>",
        "another URL that an assertion's aud may name, such as https://test.maskinporten.no/; may be repeated, " +
          "in the variable separated by spaces",
        "ACCEPT_AUDIENCE",
      )
        .default([])
        .argParser((text: string, before: readonly string[]) => [
          ...before,
          ...text
            .split(/\s+/)
            .filter((each) => each !== "")
            .map(url),
        ]),
    )
    .addOption(
      option(
        "--tls <folder>",
        "speak https, with a certificate authority kept in this folder; clients must trust its ca.pem",
        "TLS",
      ),
    )
    .addOption(
      option(
        "--data <file>",
        "file that keeps everything between runs (default: in memory)",
        "DATA",
      ),
    )
    .addOption(
      option(
        "--organisation <code>",
        "who owns the ready client: a code or number on the list, or a new code",
        "ORGANISATION",
      ).default("ttd"),
    )
    .addOption(
      option(
        "--keys <folder>",
        "where to write the ready client's key as files (default: a temporary folder)",
        "KEYS",
      ),
    )
    .addHelpText(
      "after",
      "\nEach option has a variable, which counts where the option is left out.\n",
    )
    .version(ownVersion(), "-V, --version")
    .showHelpAfterError("(--help lists the options)")
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2));
  const given = command.parse().opts<{
    environment: Environment;
    port: number;
    maskinportenPort?: number;
    controlPort?: number;
    world?: string;
    host?: string;
    platformAddress?: string;
    maskinportenAddress?: string;
    issuer?: string;
    acceptAudience: readonly string[];
    tls?: string;
    data?: string;
    organisation: string;
    keys?: string;
  }>();
  const { acceptAudience, tls, data, organisation, keys, world, ...rest } = given;
  const { maskinportenPort = rest.port === 0 ? 0 : rest.port + 1 } = rest;
  return {
    options: {
      ...rest,
      maskinportenPort,
      controlPort: rest.controlPort ?? (maskinportenPort === 0 ? 0 : maskinportenPort + 1),
      ...(world !== undefined && { worldFile: world }),
      acceptAudiences: acceptAudience,
      ...(tls !== undefined && { tlsFolder: tls }),
      ...(data !== undefined && { dataFile: data }),
    },
    organisation,
    keys,
  };
}

const option = (flags: string, description: string, variable: string): Option =>
  new Option(flags, description).env(`ALTINN_STANDIN_${variable}`);

function environment(text: string): Environment {
  const found = environments.find((each) => each === text);
  if (found === undefined) {
    throw new InvalidArgumentError("Write staging (which is TT02), production or development.");
  }
  return found;
}

function url(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new InvalidArgumentError(
      "Write an http or https URL, such as https://test.maskinporten.no/.",
    );
  }
  return text;
}

/** From package.json, one folder above the sources in the checkout and above the compiled files. */
function ownVersion(): string {
  const beside = [join(__dirname, "package.json"), join(__dirname, "..", "package.json")];
  const file = beside.find((each) => existsSync(each)) ?? "";
  return (JSON.parse(readFileSync(file, "utf8")) as { readonly version: string }).version;
}

function port(text: string): number {
  const number = /^\d{1,5}$/.test(text) ? Number(text) : Infinity;
  if (number > 65_535) {
    throw new InvalidArgumentError("A port is a number from 0 to 65535.");
  }
  return number;
}
