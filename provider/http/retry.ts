import { DelegateBackoff, handleWhen, retry, type IRetryBackoffContext } from "cockatiel";
import { ApiError, NoResponseError, ProxyError } from "../errors";

/** Longest wait that a server may ask for, in seconds; when it asks for more the call fails and says so. */
export const LONGEST_RETRY_AFTER_SECONDS = 60;

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8_000;

/** Statuses with which a server says that it did not do the work and may do it later. */
const NOT_NOW: ReadonlySet<number> = new Set([408, 429, 502, 503, 504]);

export interface RetryRule {
  /** Tries in all, the first one included. */
  readonly tries: number;
  /** Given the pause in milliseconds that the rule asks for, the pause to make. Tests note it and make none. */
  readonly pause?: ((ms: number) => number) | undefined;
}

/** Whether a read, or a write that may be repeated, is worth another try. */
export function isTransient(error: unknown, read: boolean): boolean {
  // Asking again with a login that a proxy refuses may lock it.
  if (error instanceof ProxyError) return NOT_NOW.has(error.status);
  if (error instanceof NoResponseError) return true;
  if (!(error instanceof ApiError)) return false;
  if ((error.retryAfterSeconds ?? 0) > LONGEST_RETRY_AFTER_SECONDS) return false;
  return NOT_NOW.has(error.status) || (read && error.status === 500);
}

/** `Retry-After` wins over the back-off of 0.5 s doubling to 8 s. */
const pauseMs = (attempt: number, error: unknown): number =>
  error instanceof ApiError && error.retryAfterSeconds !== undefined
    ? error.retryAfterSeconds * 1000
    : Math.min(FIRST_PAUSE_MS * 2 ** attempt, LONGEST_PAUSE_MS);

/**
 * Runs `work`, and again while it fails with an error that `worthAnotherTry` accepts. `work` learns which attempt it is
 * (0 is the first), so that a write can look first whether its lost predecessor took effect.
 */
export async function retrying<T>(
  rule: RetryRule,
  worthAnotherTry: (error: unknown) => boolean,
  work: (attempt: number) => Promise<T>,
): Promise<T> {
  const backoff = new DelegateBackoff((context: IRetryBackoffContext<unknown>) => {
    const failure = "error" in context.result ? context.result.error : undefined;
    const ms = pauseMs(context.attempt - 1, failure);
    return rule.pause ? rule.pause(ms) : ms;
  });
  const policy = retry(handleWhen(worthAnotherTry), { maxAttempts: rule.tries - 1, backoff });
  let attempt = 0;
  return policy.execute(() => work(attempt++));
}
