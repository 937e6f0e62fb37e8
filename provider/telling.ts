import { AltinnError, ConfigError, KeyError, messageOf, RefusedError, TokenError } from "./errors";
import { note } from "./lines";
import type { Settings } from "./settings";

/*
 * How an error reaches the reader: once, and with the cause and the way out that only the phase of the run tells.
 */

/** A refusal of the settings, the key or the client: what Altinn holds has nothing to do with it. */
const isOfCredentials = (error: unknown): error is AltinnError =>
  error instanceof ConfigError ||
  error instanceof KeyError ||
  (error instanceof TokenError && !error.passing);

/** Pulumi takes both words for it. */
const runsProgram = (): boolean => /^(?:true|1)$/i.test(process.env.PULUMI_RUN_PROGRAM ?? "");

/** What to do about a key or client that is not there, or refused, when nothing shall be written. */
export const READ_ONLY =
  "A preview that writes nothing needs no key: set ALTINN_WITHOUT_KEY=true for it.";

const OF_LAST_UP =
  "A refresh (that of preview and up too) and a destroy see the stack configuration of the last `pulumi up`: if it has changed since, set PULUMI_RUN_PROGRAM=true, or set the same as environment variables.";

/**
 * Adds to an error of a refresh or a destroy, where a setting of the stack is missing or refused, that the engine hands over
 * the stack configuration of the last `up`; and to one of a refresh that a preview can do without the key. `settings` are
 * undefined when they are what is refused.
 */
export function withLikelyCause(
  error: unknown,
  settings: Settings | undefined,
  { of }: { readonly of: "refresh" | "destroy" },
): unknown {
  if (!isOfCredentials(error) || error.repeated) return error;
  const more = [
    ...(runsProgram() || settings?.credentialsFromEnvironment ? [] : [OF_LAST_UP]),
    ...(of === "refresh" && settings ? [READ_ONLY] : []),
  ];
  return more.length === 0
    ? error
    : new AltinnError(error.code, [error.message, ...more].join(" "));
}

/** Adds to an error of `read` how to go on without comparing, where that is a way out. */
export function withWayAround(error: unknown): unknown {
  const text = messageOf(error);
  const comparesNothing = isOfCredentials(error) || error instanceof RefusedError;
  if (comparesNothing || text.includes("--refresh=false")) return error;
  return new AltinnError(
    error instanceof AltinnError ? error.code : "API_REFUSED",
    `${text} Nothing was taken as deleted. To plan without comparing, use --refresh=false.`,
  );
}

/**
 * Runs `work`. The engine prints the message of its error at the resource. Pulumi's provider process prints the error under
 * the stack as well, as `<error>: <error.stack>`, which becomes a line that says where to look. With ALTINN_DEBUG it stays
 * as it is.
 */
export async function telling<T>(
  title: string,
  work: () => Promise<T>,
  shape: (error: unknown) => unknown = (error) => error,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toldOnce(title, shape(error));
  }
}

function toldOnce(title: string, error: unknown): unknown {
  if (!(error instanceof Error) || process.env.ALTINN_DEBUG) return error;
  const stack = "this failed; the error of the resource says why.";
  const beginning = note(title, stack).text.slice(0, -`: ${stack}`.length);
  Object.defineProperty(error, "stack", { value: stack, configurable: true });
  Object.defineProperty(error, "toString", { value: () => beginning, configurable: true });
  return error;
}
