import { createHash, randomBytes } from "node:crypto";
import { isConfirmed, type TransferOverview } from "../clients/file-transfer";
import { ResourceRegistryClient } from "../clients/resource-registry";
import { AltinnError, ApiError, ConfigError, messageOf } from "../errors";
import { HttpClient } from "../http/client";
import { httpSettings } from "../http-settings";
import { readSettings } from "../settings";
import { NO_STACK } from "../settings-reader";
import { partyOf, type Party } from "./smoke-parties";
import { explained } from "./smoke-refusals";

/** Size of the file, in bytes. */
export const LARGEST_FILE = 100_000_000;

/** What the smoke check does. */
export interface SmokeOptions extends Waiting {
  readonly resourceId: string;
  /** 1 to {@link LARGEST_FILE}. */
  readonly bytes: number;
  readonly withoutVirusScan: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  print(line: string): void;
  /** Told why it is not verified. */
  complain(line: string): void;
}

/** How the smoke check waits. Tests move the clock of the embedded Altinn instead. */
export interface Waiting {
  readonly pause?: (ms: number) => Promise<void>;
  /** See `RetryRule`. */
  readonly pauseBetweenTries?: (ms: number) => number;
}

/**
 * `could not be tried`: nothing was found out about the service, since settings, key or token are wrong, or no connection
 * could be had, or Altinn is down.
 */
export type Outcome = "verified" | "not verified" | "could not be tried";

/** Broker's operators are alerted when a scan takes a quarter of an hour; waiting longer helps nobody. */
const SCAN_LIMIT_MS = 15 * 60_000;
const STORAGE_LIMIT_MS = 5 * 60_000;

/** Read of a small file's download at most, so that too much of it can be counted. */
const READ_ANYWAY = 1_000_000;

/** Quick at first, for the embedded Altinn; then as the API's limits of 120 calls a minute leave room for. */
const pauseAfter = (looks: number): number => (looks < 10 ? 500 : looks < 20 ? 5_000 : 15_000);

/**
 * Sends a file through the service as sender, waits for the scan, fetches and confirms it as recipient, and compares the
 * bytes. When all went well the last printed line begins with `verified: `, else what is told begins with the outcome.
 */
export async function smoke(options: SmokeOptions): Promise<Outcome> {
  const progress: Progress = { allowed: new Set() };
  try {
    await check(options, progress);
    return "verified";
  } catch (error) {
    const outcome =
      progress.transfer === undefined && !isOfTheService(error)
        ? "could not be tried"
        : "not verified";
    options.complain(`${outcome}: ${messageOf(error)}`);
    return outcome;
  }
}

interface Progress {
  transfer?: string;
  /** Whom Broker has let in for this transfer. */
  readonly allowed: Set<Party>;
}

/** Broker judged the transfer: what it answers for itself has a code of its own, or is a 400. */
const isOfTheService = (error: unknown): boolean =>
  error instanceof ApiError
    ? error.status === 400 || error.serverCode?.startsWith("BRO-") === true
    : error instanceof AltinnError && error.code === "API_REFUSED";

async function check(options: SmokeOptions, progress: Progress): Promise<void> {
  const { resourceId, print, env } = options;
  const { settings, problems } = readSettings(NO_STACK, env);
  if (!settings) throw new ConfigError(problems.join(" "));
  const pause = options.pause ?? ((ms) => new Promise<void>((resolve) => setTimeout(resolve, ms)));
  const http = httpSettings(settings, options.pauseBetweenTries);
  const registry = new ResourceRegistryClient(new HttpClient(http), settings.platformUrl);
  const sender = await partyOf("sender", settings, { env, http });
  const recipient = await partyOf("recipient", settings, { env, http });
  const ask = async <T>(party: Party, call: () => Promise<T>): Promise<T> => {
    try {
      const answer = await call();
      progress.allowed.add(party);
      return answer;
    } catch (error) {
      const allowedBefore = progress.allowed.has(party);
      const asked = {
        resourceId,
        party,
        recipient: recipient.organisation,
        allowedBefore,
        isInitialized: progress.transfer !== undefined,
      };
      throw await explained(error, asked, registry);
    }
  };

  const bytes = randomBytes(options.bytes);
  const checksum = createHash("md5").update(bytes).digest("hex");
  const parties = `from ${sender.organisation} to ${recipient.organisation} through ${resourceId}`;
  const id = await ask(sender, () => initialized(options, { sender, recipient, checksum }, pause));
  progress.transfer = id;
  print(`initialized: transfer ${id} ${parties} (${settings.environment})`);
  await ask(sender, () => sender.client.upload(id, bytes));
  print(`uploaded: ${String(bytes.length)} bytes, MD5 ${checksum}`);
  const { isScanned } = await ask(sender, () => published(sender, id, pause));
  print("published: the file can be fetched");
  const fetched = await ask(recipient, () =>
    recipient.client.download(id, Math.max(bytes.length, READ_ANYWAY)),
  );
  if (!fetched.equals(bytes)) {
    throw new AltinnError(
      "API_REFUSED",
      `The fetched file differs from the sent one (${String(fetched.length)} bytes came, ${String(bytes.length)} were sent). Report it to Altinn (servicedesk@altinn.no) with the transfer id ${id}.`,
    );
  }
  print(`fetched: the same ${String(fetched.length)} bytes`);
  await ask(recipient, () => recipient.client.confirmDownload(id));
  const overview = await ask(recipient, () => recipient.client.getOverview(id));
  if (!isConfirmed(overview)) {
    throw new AltinnError(
      "API_REFUSED",
      `Broker answered that the download of transfer ${id} is confirmed, and the transfer is ${overview.status} still. Run the check again; if it goes on, report it to Altinn (servicedesk@altinn.no) with the transfer id.`,
    );
  }
  print(`confirmed: ${overview.status}`);
  const scan = isScanned ? "scanned" : "without a virus scan";
  print(
    `verified: ${String(bytes.length)} bytes ${parties}, ${scan}, fetched, equal and confirmed at ${new Date().toISOString()}`,
  );
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

async function published(
  { client }: Party,
  id: string,
  pause: (ms: number) => Promise<void>,
): Promise<TransferOverview> {
  for (let looks = 0, waited = 0; ; looks++) {
    const overview = await client.getOverview(id);
    const { status, text, isScanned } = overview;
    if (status === "Published") return overview;
    if (status === "Failed" || status === "Cancelled" || status === "Purged") {
      throw new AltinnError(
        "API_REFUSED",
        `Transfer ${id} ended as ${status}: ${text}. Nothing more comes of it; run the check again.`,
      );
    }
    if (waited > SCAN_LIMIT_MS) {
      throw new AltinnError(
        "API_REFUSED",
        `Transfer ${id} is still ${status} (${text}) after 15 minutes. ${isScanned ? "The virus scan may be down. " : ""}Ask Altinn (servicedesk@altinn.no), naming the transfer id.`,
      );
    }
    waited += pauseAfter(looks);
    await pause(pauseAfter(looks));
  }
}
