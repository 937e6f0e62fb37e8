import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  startStandin,
  type ReadyClient,
  type Standin,
  type StandinOptions,
} from "../../standin/index";
import {
  accessPackage,
  action,
  call,
  organization,
  policyXml,
  registryResource,
  role,
  validResource,
  type Answer,
} from "./registry-support";

export type Json = Record<string, unknown>;

export const FISK = { code: "fisk", number: "310000019" };
export const SYSTEM_USER = "0b4b7b3e-4c0e-4f5a-9a55-0d6f3c1b2a10";
export const TTD = "991825827";

/** A folder for a test's files. */
export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), "world-"));

  /** Writes a text, or a value as indented JSON; gives the path. */
  write(name: string, content: unknown): string {
    const path = join(this.path, name);
    writeFileSync(
      path,
      typeof content === "string" ? content : `${JSON.stringify(content, null, 2)}\n`,
    );
    return path;
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** A resource of the test department that the registry takes. */
export const resource = (identifier: string, more: Json = {}): Json =>
  validResource({ number: TTD, code: "ttd" }, identifier, more);

/** Starts with a world, uses it and closes. */
export async function withWorld<T>(
  world: Json,
  use: (standin: Standin) => Promise<T>,
  options: StandinOptions = {},
): Promise<T> {
  const standin = await startStandin({ ...options, world });
  try {
    return await use(standin);
  } finally {
    await standin.close();
  }
}

/** Begins a file transfer, as the organisation of the token. */
export const initialize = (standin: Standin, token: string, more: Json = {}): Promise<Answer> =>
  call(standin, "POST", "/broker/api/v1/filetransfer", {
    token,
    json: {
      resourceId: "ttd-files",
      fileName: "a.txt",
      sendersFileTransferReference: "1",
      sender: `0192:${TTD}`,
      recipients: [`0192:${FISK.number}`],
      propertyList: {},
      ...more,
    },
  });

/** A policy of `ttd-files`. */
export const xml = policyXml({
  rules: [
    {
      target: [
        [organization(TTD), role("dagl"), accessPackage("fiske")],
        [registryResource("ttd-files")],
        [action("read"), action("write")],
      ],
    },
  ],
});

/** What other entries stand on. */
export const base: Json = {
  organisations: [{ ...FISK, name: "Fisk AS" }],
  clients: [
    { clientId: "fisk", organisation: "fisk", scopes: ["altinn:broker.write"] },
    { clientId: "ttd", organisation: "ttd", scopes: ["altinn:broker.write"] },
  ],
  systemUsers: [{ id: SYSTEM_USER, clientId: "ttd", organisation: "fisk" }],
  resources: [resource("ttd-files")],
  policies: [{ resourceId: "ttd-files", xml }],
};
/** The same with Broker set up. */
export const broker: Json = {
  ...base,
  brokerServiceOwners: [{ organisation: "ttd", name: "Testdepartementet" }],
  brokerConfigurations: [{ resourceId: "ttd-files", maxFileTransferSize: 1_000 }],
};

/** A client of the world, with its key. */
export const ready = (standin: Standin, clientId: string): ReadyClient =>
  standin.readyClients().find((each) => each.clientId === clientId) as ReadyClient;

export const asTtd = (standin: Standin, ...scopes: string[]): string =>
  standin.token({ organisation: TTD, scopes });
