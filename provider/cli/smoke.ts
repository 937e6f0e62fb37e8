import { createHash, randomBytes } from "node:crypto";
import { TokenSource } from "../auth/tokens";
import { FileTransferClient, RECIPIENT_SCOPE, SENDER_SCOPE } from "../clients/file-transfer";
import { AltinnError, ConfigError } from "../errors";
import { HttpClient } from "../http/client";
import { readSettings, type Settings } from "../settings";

/** How the smoke check runs; times in milliseconds. */
export interface SmokeOptions {
  readonly resourceId: string;
  /** Size of the file, 1 to 100,000,000. */
  readonly bytes: number;
  readonly withoutVirusScan: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  print(line: string): void;
  readonly pause?: (ms: number) => Promise<void>;
}

/** Broker's operators are alerted when a scan takes a quarter of an hour; waiting longer helps nobody. */
const SCAN_LIMIT_MS = 15 * 60_000;
const STORAGE_LIMIT_MS = 5 * 60_000;
const TRIES = 4;

/** Quick at first, for the embedded Altinn; then as the API's limits of 120 calls a minute leave room for. */
const pauseAfter = (looks: number): number => (looks < 10 ? 500 : looks < 20 ? 5_000 : 15_000);

/**
 * Sends a file through the service as sender, waits for the scan, fetches and confirms it as recipient, and compares the
 * bytes. Throws when any step fails; the last printed line begins with `verified: ` when all went well.
 */
export async function smoke(options: SmokeOptions): Promise<void> {
  const { resourceId, print, env } = options;
  if (!Number.isInteger(options.bytes) || options.bytes < 1 || options.bytes > 100_000_000) {
    throw new ConfigError(
      `--bytes is ${String(options.bytes)}. Write a whole number from 1 to 100000000.`,
    );
  }
  const { settings, problems } = readSettings({ get: () => undefined }, env);
  if (!settings) throw new ConfigError(problems.join(" "));
  const pause = options.pause ?? ((ms) => new Promise<void>((resolve) => setTimeout(resolve, ms)));
  const sender = await party(settings, env, "SENDER");
  const recipient = await party(settings, env, "RECIPIENT");

  const bytes = randomBytes(options.bytes);
  const checksum = createHash("md5").update(bytes).digest("hex");
  const id = await initialized(options, { sender, recipient, checksum }, pause);
  print(
    `initialized: transfer ${id} from ${sender.organisation} to ${recipient.organisation} through ${resourceId} (${settings.environment})`,
  );
  await sender.client.upload(id, bytes);
  print(`uploaded: ${String(bytes.length)} bytes, MD5 ${checksum}`);
  await untilPublished(sender.client, id, pause);
  print("published: the file can be fetched");
  const fetched = await recipient.client.download(id);
  if (!fetched.equals(bytes)) {
    throw new AltinnError(
      "API_REFUSED",
      `The fetched file differs from the sent one (${String(fetched.length)} bytes came, ${String(bytes.length)} were sent). Report it to Altinn (servicedesk@altinn.no) with the transfer id ${id}.`,
    );
  }
  print(`fetched: the same ${String(fetched.length)} bytes`);
  await recipient.client.confirmDownload(id);
  const { status } = await recipient.client.getOverview(id);
  print(`confirmed: ${status}`);
  print(
    `verified: ${String(bytes.length)} bytes from ${sender.organisation} to ${recipient.organisation} through ${resourceId}, scanned, fetched, equal and confirmed at ${new Date().toISOString()}`,
  );
}

interface Party {
  readonly client: FileTransferClient;
  readonly organisation: string;
}

/** A client of its own for this part when its variables are set, else the service owner's. */
async function party(
  settings: Settings,
  env: SmokeOptions["env"],
  part: "SENDER" | "RECIPIENT",
): Promise<Party> {
  const scope = part === "SENDER" ? SENDER_SCOPE : RECIPIENT_SCOPE;
  const http = {
    callTimeoutSeconds: settings.callTimeoutSeconds,
    parallelCalls: settings.parallelCalls,
    retry: { tries: TRIES },
  };
  const tokens = new TokenSource(
    new HttpClient(http),
    settings,
    clientOf(settings, env, part),
    undefined,
  );
  return {
    client: new FileTransferClient(new HttpClient(http, tokens), settings.platformUrl, scope),
    organisation: await tokens.organisation(scope),
  };
}

function clientOf(settings: Settings, env: SmokeOptions["env"], part: string): Settings["client"] {
  const names = { id: `ALTINN_SMOKE_${part}_CLIENT_ID`, jwk: `ALTINN_SMOKE_${part}_JWK` };
  const [clientId, text] = [env[names.id], env[names.jwk]];
  if (!clientId && !text) return settings.client;
  if (!clientId || !text) {
    throw new ConfigError(
      `${clientId ? names.id : names.jwk} is set without ${clientId ? names.jwk : names.id}. Set both, or neither.`,
    );
  }
  return () => ({ clientId, key: { form: "jwk", text, keyId: undefined, from: names.jwk } });
}

async function initialized(
  options: SmokeOptions,
  between: { readonly sender: Party; readonly recipient: Party; readonly checksum: string },
  pause: (ms: number) => Promise<void>,
): Promise<string> {
  const { sender, recipient, checksum } = between;
  for (let looks = 0, waited = 0; ; looks++) {
    const id = await sender.client.initialize({
      resourceId: options.resourceId,
      fileName: "smoke-check.bin",
      reference: "smoke-check",
      sender: sender.organisation,
      recipient: recipient.organisation,
      checksum,
      withoutVirusScan: options.withoutVirusScan,
    });
    if (id !== undefined) return id;
    if (waited > STORAGE_LIMIT_MS) {
      throw new AltinnError(
        "API_REFUSED",
        "Broker has no storage for the service owner yet (BRO-00021). Wait until the ServiceOwner is ready, then run the check again.",
      );
    }
    waited += pauseAfter(looks);
    await pause(pauseAfter(looks));
  }
}

async function untilPublished(
  client: FileTransferClient,
  id: string,
  pause: (ms: number) => Promise<void>,
): Promise<void> {
  for (let looks = 0, waited = 0; ; looks++) {
    const { status, text } = await client.getOverview(id);
    if (status === "Published") return;
    if (status === "Failed" || status === "Cancelled" || status === "Purged") {
      throw new AltinnError(
        "API_REFUSED",
        `Transfer ${id} ended as ${status}: ${text}. Nothing more comes of it; run the check again.`,
      );
    }
    if (waited > SCAN_LIMIT_MS) {
      throw new AltinnError(
        "API_REFUSED",
        `Transfer ${id} is still ${status} (${text}) after 15 minutes. The virus scan may be down; ask Altinn (servicedesk@altinn.no), naming the transfer id.`,
      );
    }
    waited += pauseAfter(looks);
    await pause(pauseAfter(looks));
  }
}
