import { execFile } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { basename, delimiter, dirname, join } from "node:path";
import { engine, root } from "../support/engine";
import { openEngineWorld, type EngineWorld } from "../support/engine-world";
import { policyFor } from "../support/policies";
import { ownerText, serviceText } from "../support/programs";
import { formsOfKey, formsOfText, Search, tokensOf, type Secret } from "../support/secrets";

/* A service owner whose every secret is marked, and all that runs for it leaves behind. */

export const IDENTIFIER = "ttd-licences";
export const SUBSCRIPTION_KEY = "canary-5ub5cr1pt10n-key-0123456789";
const PROXY = { user: "canary-user", password: "canary-pr0xy-pa55w0rd" };

/** As a login stands in an address. */
export const proxyOf = (address: string): string =>
  `http://${PROXY.user}:${PROXY.password}@${address}`;

/** A run and what it printed. */
export interface Ran {
  readonly command: string;
  readonly status: number;
  readonly output: string;
}

export class Canary {
  /** The programs that held a secret in their environment while a command ran. */
  readonly holders = new Set<string>();
  /** Command lines with a secret in them. */
  readonly commandLines = new Set<string>();
  readonly runs: Ran[] = [];
  readonly #clients: Secret[] = [];
  /** Environment, number and code for commands that know no stack; set anew for another place. */
  place: Record<string, string>;

  private constructor(
    readonly world: EngineWorld,
    /** Where programs put temporary files. */
    readonly temporary: string,
  ) {
    const { ALTINN_ENVIRONMENT = "", ALTINN_ORG_NUMBER = "", ALTINN_ORG_CODE = "" } = world.env;
    this.place = { ALTINN_ENVIRONMENT, ALTINN_ORG_NUMBER, ALTINN_ORG_CODE };
  }

  static async open(): Promise<Canary> {
    const world = await openEngineWorld();
    const temporary = join(world.workspace.folder, "tmp");
    mkdirSync(temporary);
    const canary = new Canary(world, temporary);
    const parties = [
      canary.#client("SENDER", ["altinn:broker.write"]),
      canary.#client("RECIPIENT", ["altinn:broker.read"]),
    ];
    Object.assign(world.workspace.env, {
      ...Object.fromEntries(parties.flatMap(({ env }) => env)),
      ALTINN_SUBSCRIPTION_KEY: SUBSCRIPTION_KEY,
      ALTINN_DEBUG: "true",
      // Nothing goes there: this machine is called straight.
      HTTPS_PROXY: proxyOf("127.0.0.1:9"),
      TMPDIR: temporary,
      PATH: [dirname(engine().pulumi), dirname(process.execPath), process.env.PATH].join(delimiter),
      NODE_OPTIONS: `--require ${join(root, "tests", "support", "record-connections.cjs")}`,
      RECORD_CONNECTIONS: join(world.workspace.folder, "connections"),
    });
    const organisations = parties.map(({ organisation }) => organisation);
    world.workspace.program(
      ownerText() +
        serviceText({
          identifier: IDENTIFIER,
          organisation: world.organisation.number,
          xml: policyFor(IDENTIFIER, [world.organisation.number, ...organisations]),
        }),
    );
    return canary;
  }

  /** A client of another organisation, with a key of its own. */
  #client(part: string, scopes: string[]) {
    const { standin } = this.world;
    const organisation = standin.newOrganisation().number;
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const { clientId, kid } = standin.newClient({
      organisation,
      scopes,
      keyPostedDaysAgo: 1,
      publicJwk: publicKey.export({ format: "jwk" }),
    });
    const jwk = { ...privateKey.export({ format: "jwk" }), kid };
    this.#clients.push(...formsOfKey(`key of the ${part}`, jwk));
    const env: [string, string][] = [
      [`ALTINN_SMOKE_${part}_CLIENT_ID`, clientId],
      [`ALTINN_SMOKE_${part}_JWK`, JSON.stringify(jwk)],
    ];
    return { organisation, env };
  }

  get jwk(): Record<string, string> {
    return JSON.parse(this.world.env.MASKINPORTEN_JWK ?? "") as Record<string, string>;
  }

  /** All that is secret by now. */
  search(): Search {
    return new Search([
      ...formsOfKey("owner's key", this.jwk),
      ...this.#clients,
      ...formsOfText("subscription key", SUBSCRIPTION_KEY),
      ...formsOfText("proxy's password", PROXY.password, `${PROXY.user}:${PROXY.password}`),
      ...tokensOf(this.world.standin),
    ]);
  }

  /** Runs a command of the engine, and looks at all processes of this machine meanwhile. */
  async pulumi(args: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<Ran> {
    return this.#watched(args.join(" "), async () => {
      const { workspace } = this.world;
      return workspace.run([...args, "--stack", workspace.stack], more);
    });
  }

  /** Runs the package's own binary, with `input` on its standard input. */
  async broker(args: readonly string[], input = ""): Promise<Ran> {
    const { workspace } = this.world;
    const bin = join(root, "provider", "cli", "bin.js");
    const options = {
      cwd: workspace.folder,
      env: workspace.environment(this.place),
      maxBuffer: 64 * 1024 * 1024,
    };
    return this.#watched(
      `altinn-broker ${args.join(" ")}`,
      () =>
        new Promise((resolve) => {
          const child = execFile(
            process.execPath,
            [bin, ...args],
            options,
            (error, stdout, stderr) => {
              resolve({ status: error ? Number(error.code ?? 1) : 0, output: stdout + stderr });
            },
          );
          child.stdin?.end(input);
        }),
    );
  }

  async #watched(
    command: string,
    work: () => Promise<{ readonly status: number; readonly output: string }>,
  ): Promise<Ran> {
    const watch = setInterval(() => this.#lookAtProcesses(), 100);
    try {
      const ran = { command, ...(await work()) };
      this.runs.push(ran);
      return ran;
    } finally {
      clearInterval(watch);
    }
  }

  /** Command lines of all processes, and the environments of those that work in the project's folder. */
  #lookAtProcesses(): void {
    const search = this.search();
    const folder = this.world.workspace.folder;
    for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
      try {
        const line = readFileSync(join("/proc", pid, "cmdline"), "utf8");
        if (search.hits(line).length > 0)
          this.commandLines.add(line.replaceAll("\0", " ").slice(0, 80));
        const environment = readFileSync(join("/proc", pid, "environ"), "utf8");
        if (!environment.includes(folder) || search.hits(environment).length === 0) continue;
        this.holders.add(basename(readlinkSync(join("/proc", pid, "exe"))));
      } catch {
        // It has ended.
      }
    }
  }

  /** Names of secrets in what every command printed, by command; those without one are left out. */
  printed(except: RegExp = /^$/): Record<string, string[]> {
    const search = this.search();
    const hits = this.runs.map(({ command, output }) => {
      const lines = output.split("\n").filter((line) => !except.test(line));
      return [command, search.hits(lines.join("\n"))] as const;
    });
    return Object.fromEntries(hits.filter(([, found]) => found.length > 0));
  }

  /** Names of secrets in each file of the project's folder: state, its backups, temporary files, logs, what commands wrote. */
  written(except: RegExp = /^$/): Record<string, string[]> {
    const { folder } = this.world.workspace;
    const search = this.search();
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    const hits = files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      const lines = readFileSync(path, "latin1")
        .split("\n")
        .filter((line) => !except.test(line));
      return [path.slice(folder.length + 1), search.hits(lines.join("\n"))] as const;
    });
    return Object.fromEntries(hits.filter(([, found]) => found.length > 0));
  }

  /** Hosts that Node processes of the runs connected to or looked up. */
  hosts(): string[] {
    const file = join(this.world.workspace.folder, "connections");
    return existsSync(file)
      ? [...new Set(readFileSync(file, "utf8").trim().split("\n"))].sort()
      : [];
  }

  close(): Promise<void> {
    return this.world.close();
  }
}
