import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { startStandin, type Standin } from "../../standin/start";
import { mustRun, runProgram } from "../packed/run-program";
import { engine, root, type EngineRun } from "../support/engine";

/** The organisation of the examples. */
export const MINISTRY = "991825827";

/** A copy of an example, with its stack `local` on a stand-in of its own, so that the checkout stays as it is. */
export interface ExampleUnderTest {
  readonly standin: Standin;
  readonly folder: string;
  pulumi(command: string, ...args: readonly string[]): Promise<EngineRun>;
  up(...args: readonly string[]): Promise<EngineRun>;
  /** Broker's answer to the beginning of a transfer: its status, and the code of an error. */
  send(transfer: NewTransfer): Promise<readonly [status: number, code?: string]>;
  close(): Promise<void>;
}

interface NewTransfer {
  readonly resourceId: string;
  /** Organisation that the token is for; the sender by default. */
  readonly caller?: string;
  readonly sender: string;
  readonly recipient: string;
}

/** Copies the files of an example, without what a run of it has left there. */
export function copyOf(example: string): string {
  mkdirSync(join(root, ".local", "tests"), { recursive: true });
  const folder = mkdtempSync(join(root, ".local", "tests", `${example}-`));
  const original = join(root, "examples", example);
  const filter = (path: string) => path !== join(original, ".local");
  cpSync(original, folder, { recursive: true, filter });
  return folder;
}

/** @param scopes of the ministry's client */
export async function openExample(
  example: string,
  scopes: readonly string[],
): Promise<ExampleUnderTest> {
  const standin = await startStandin();
  const folder = copyOf(example);
  const close = async (): Promise<void> => {
    await standin.close();
    rmSync(folder, { recursive: true, force: true });
  };
  mkdirSync(join(folder, "state"));
  const client = standin.newClient({ organisation: MINISTRY, scopes });
  const env = {
    PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "local",
    PULUMI_RUN_PROGRAM: "true",
    ALTINN_PLATFORM_URL: standin.platformUrl,
    ALTINN_MASKINPORTEN_URL: standin.maskinportenUrl,
    MASKINPORTEN_CLIENT_ID: client.clientId,
    MASKINPORTEN_JWK: JSON.stringify(client.jwk),
  };
  try {
    await mustRun(engine().pulumi, ["stack", "init", "local"], folder, env);
  } catch (error) {
    await close();
    throw error;
  }
  const pulumi = (command: string, ...args: readonly string[]): Promise<EngineRun> =>
    runProgram(
      engine().pulumi,
      [command, "--stack", "local", "--non-interactive", ...args],
      folder,
      env,
    );
  return {
    standin,
    folder,
    pulumi,
    up: (...args) => pulumi("up", "--yes", "--skip-preview", ...args),
    send: (transfer) => send(standin, transfer),
    close,
  };
}

async function send(
  standin: Standin,
  { resourceId, sender, recipient, caller = sender }: NewTransfer,
): Promise<readonly [number, string?]> {
  const token = standin.token({ organisation: caller, scopes: ["altinn:broker.write"] });
  const answer = await fetch(`${standin.platformUrl}/broker/api/v1/filetransfer`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({
      resourceId,
      fileName: "example.txt",
      sendersFileTransferReference: "1",
      sender: `0192:${sender}`,
      recipients: [`0192:${recipient}`],
      propertyList: {},
    }),
  });
  const { code } = (await answer.json()) as { code?: string };
  return code === undefined ? [answer.status] : [answer.status, code];
}
