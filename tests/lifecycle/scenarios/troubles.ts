import type { Fault } from "../../../standin/server/faults";
import type { Ground } from "./ground";
import type { Met } from "./play";

/* What may happen to a call on its way to Altinn, in it, or on the way back. */

/** `each`: every trouble at every call; `few`: those that stand for the others; `none`: only what happens without any. */
export type Extent = "each" | "few" | "none";

export interface Trouble {
  readonly title: string;
  /** One of the few: a refusal, a fault that is tried again, an effect unseen, an answer that is none. */
  readonly amongFew?: true;
  readonly fault?: Fault;
  /** No answer ever comes; the call's own time limit ends it. */
  readonly silent?: true;
  /** The fault is met by every request of the run, from its first on. */
  readonly everywhere?: true;
  /** Something that is set up around the run, with settings for it; no request tells that the call met it. */
  readonly around?: (
    ground: Ground,
    met: Met,
  ) => Promise<{ readonly env: Readonly<Record<string, string>>; end(): Promise<void> }>;
  /** From then on every read of the platform is answered 403. */
  readonly thenReadsRefused?: true;
  /** Stands for all others at what a run asks before its first write, once the calls of one situation have met them all. */
  readonly wheneverAsked?: true;
  /** When it happens once: whether the run must end well all the same. */
  readonly healed: (call: CallInRun) => boolean;
}

export interface CallInRun {
  readonly method: string;
  /** `anonymous` reads, calls `with a token`, and the two by which a token is got. */
  readonly kind: "anonymous" | "with a token" | "for a token";
}

const JSON_TYPE = { "content-type": "application/json; charset=utf-8" };
const HTML_TYPE = { "content-type": "text/html" };
const PAGE = "<!DOCTYPE html><html><body>Sign in</body></html>";

const always = (): boolean => true;
const never = (): boolean => false;

const all: readonly Trouble[] = [
  {
    title: "401 without a body",
    fault: { status: 401 },
    healed: ({ kind }) => kind === "with a token",
  },
  {
    title: "401 with a body",
    wheneverAsked: true,
    fault: {
      status: 401,
      headers: JSON_TYPE,
      body: '{"title":"Unauthorized","status":401,"detail":"Not this one"}',
    },
    healed: never,
  },
  { title: "403", amongFew: true, fault: { status: 403 }, healed: never },
  {
    title: "429 with Retry-After",
    fault: { status: 429, headers: { "retry-after": "2" } },
    healed: always,
  },
  {
    title: "429 that asks for an hour",
    fault: { status: 429, headers: { "retry-after": "3600" } },
    healed: never,
  },
  { title: "500", fault: { status: 500 }, healed: ({ method }) => method === "GET" },
  { title: "503", amongFew: true, wheneverAsked: true, fault: { status: 503 }, healed: always },
  {
    title: "502 after the effect",
    amongFew: true,
    fault: { status: 502, afterEffect: true },
    healed: always,
  },
  {
    title: "reset before the effect",
    wheneverAsked: true,
    fault: { reset: "before" },
    healed: always,
  },
  { title: "reset after the effect", fault: { reset: "after" }, healed: always },
  { title: "truncated body", fault: { truncate: true }, healed: always },
  { title: "body that is no JSON", fault: { notJson: true }, healed: never },
  {
    title: "sign-in page with 200",
    amongFew: true,
    wheneverAsked: true,
    fault: { status: 200, headers: HTML_TYPE, body: PAGE },
    healed: never,
  },
  {
    title: "404 page of a gateway",
    fault: { status: 404, headers: HTML_TYPE, body: PAGE },
    healed: never,
  },
  { title: "no answer in time", silent: true, healed: always },
  {
    title: "answer lost after the effect, then reads are refused",
    amongFew: true,
    fault: { reset: "after" },
    thenReadsRefused: true,
    healed: never,
  },
];

export const troublesOf = (extent: Extent): readonly Trouble[] =>
  extent === "each" ? all : extent === "few" ? all.filter(({ amongFew }) => amongFew) : [];
