import { execFile, spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../support/engine";

/** The stand-in by its command alone, with the sample world, as whoever writes no JavaScript has it. */
export class StandinCommand {
  /** Where the world is, in `world`; programs are run here. */
  readonly folder = mkdtempSync(join(tmpdir(), "clients-"));
  private child: ChildProcess | undefined;
  private printed = "";

  async start(): Promise<void> {
    cpSync(join(root, "standin", "worlds", "sample"), join(this.folder, "world"), {
      recursive: true,
    });
    const given = ["--port", "0", "--world", join("world", "world.json")];
    const audience = ["--accept-audience", "https://test.maskinporten.no/"];
    const child = spawn(
      process.execPath,
      [join(root, "standin", "bin.js"), ...given, ...audience],
      { cwd: this.folder, stdio: ["ignore", "pipe", "pipe"] },
    );
    this.child = child;
    await new Promise<void>((resolve, reject) => {
      child.stdout.on("data", (chunk) => {
        this.printed += String(chunk);
        if (this.printed.includes("Ctrl-C")) resolve();
      });
      child.stderr.on("data", (chunk) => (this.printed += String(chunk)));
      child.on("exit", (code) => reject(new Error(`ended with ${String(code)}: ${this.printed}`)));
    });
  }

  async stop(): Promise<void> {
    if (this.child && this.child.exitCode === null) {
      this.child.kill("SIGTERM");
      await once(this.child, "exit");
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Address of a server, by its name in what the command prints. */
  address(name: "Altinn" | "Maskinporten" | "Control"): string {
    return new RegExp(`^${name} +(\\S+)`, "m").exec(this.printed)?.[1] ?? "";
  }

  /** Key id of a client of the world. */
  keyId(clientId: string): string {
    return new RegExp(`^${clientId} +key id (\\S+)$`, "m").exec(this.printed)?.[1] ?? "";
  }

  /** The addresses under the names that the README gives them. */
  get addresses(): Record<string, string> {
    return {
      PLATFORM: this.address("Altinn"),
      MASKINPORTEN: this.address("Maskinporten"),
      CONTROL: this.address("Control"),
    };
  }

  file(path: string): string {
    return readFileSync(join(this.folder, path), "utf8");
  }

  /** What a program prints; its failure fails the test. */
  run(
    program: string,
    args: readonly string[],
    variables: Record<string, string> = {},
    folder = this.folder,
  ): Promise<string> {
    const env = { ...process.env, ...this.addresses, ...variables };
    return new Promise((resolve, reject) => {
      execFile(program, args, { cwd: folder, env, encoding: "utf8" }, (error, stdout, stderr) =>
        error ? reject(new Error(`${error.message}\n${stdout}\n${stderr}`)) : resolve(stdout),
      );
    });
  }
}

/** Whether a program is on this machine. */
export const isHere = (program: string, version = "--version"): boolean =>
  spawnSync(program, [version], { stdio: "ignore" }).status === 0;
