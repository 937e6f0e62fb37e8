import { ApiError, messageOf, NoResponseError, TokenError } from "../errors";
import {
  failure,
  notChecked,
  type Check,
  type Remedy,
  type Said,
  type Subject,
  type Who,
} from "./check";

/** What an error of this package says was seen, and what to do: its texts end with the way out. */
export function toldOf(error: unknown): { readonly seen: string; readonly todo: string } {
  return halves(messageOf(error));
}

/** The first sentence of a text, and the rest. */
export function halves(text: string): { readonly seen: string; readonly todo: string } {
  const end = /[.!?](?= [A-Z`])/.exec(text);
  if (end === null) return { seen: text, todo: "Correct what it names, then run this again." };
  return { seen: text.slice(0, end.index + 1), todo: text.slice(end.index + 2) };
}

export const saidBy = (error: unknown): Said =>
  error instanceof ApiError
    ? { code: error.serverCode, traceId: error.traceId }
    : error instanceof TokenError
      ? { code: error.refusal?.code, traceId: error.refusal?.traceId }
      : {};

/** Whether the same call may be answered otherwise a little later, so that nothing is known of what was asked. */
export const isPassing = (error: unknown): boolean =>
  error instanceof NoResponseError ||
  (error instanceof TokenError && error.passing) ||
  (error instanceof ApiError &&
    (error.status >= 500 || error.status === 429 || error.status === 408));

/** Who can do something: where no server answered as it should, what stands between is ours to look at. */
const whoFor = (error: unknown, ofServer: Who): Who =>
  error instanceof NoResponseError || (error instanceof ApiError && error.code === "API_UNREADABLE")
    ? "we"
    : ofServer;

/** A check whose call failed: not made when the server could not answer, else refused. */
export function byError(
  subject: Subject,
  error: unknown,
  { where, who }: Omit<Remedy, "todo">,
): Check {
  const { seen, todo } = toldOf(error);
  const how = isPassing(error) ? notChecked : failure;
  return how(subject, seen, { todo, where, who: whoFor(error, who) }, saidBy(error));
}
