import type * as z from "zod";
import type { State } from "../state";
import type { Standin } from "../standin";

/** What an operation works on. */
export interface Controlled {
  readonly standin: Standin;
  readonly state: State;
}

/** What was sent, checked. */
export interface Call {
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** Parameters of the path. */
  readonly path: Readonly<Record<string, string>>;
}

/** One operation of the control server: how it is called, and what it does. */
export interface Operation {
  readonly method: "GET" | "POST" | "DELETE";
  /** Parameters as `{name}`. */
  readonly path: string;
  /** What it does, in a sentence. */
  readonly summary: string;
  /** Parameters of the query; none by default. */
  readonly query?: z.ZodObject;
  /** A JSON body that must be there; none by default. */
  readonly body?: z.ZodType;
  /** What is answered with 200, or 201 to POST of something new; 204 without it. */
  readonly answer?: {
    readonly status: 200 | 201;
    readonly schema?: z.ZodType;
    /** JSON by default. */
    readonly type?: "text/plain";
    readonly words: string;
  };
  /** Refusals beside 400 and 403, by status. */
  readonly refusals?: Readonly<Record<number, string>>;
  run(controlled: Controlled, call: Call): unknown;
}

/** Refuses a call with another status than 400. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
    /** JSON in place of a problem document. */
    readonly body?: unknown,
  ) {
    super(message);
  }
}
