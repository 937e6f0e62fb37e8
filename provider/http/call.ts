export interface HttpCall {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | FormData;
  /** The scope that the call needs; without it the call is anonymous. */
  readonly scope?: string;
  /** Statuses that are an answer; every other one is thrown as an `ApiError`. */
  readonly answers: readonly number[];
  /** Sent again after a lost answer: reads, and writes that have the same effect when done twice. */
  readonly repeatable?: boolean;
  /** Bytes of the largest answer that is read; 50,000,000 when left out. */
  readonly largestAnswer?: number;
  /** Not sent again, whatever comes of it: the caller can go on without the answer. */
  readonly onlyOnce?: boolean;
  /** Ends the call and its tries: whoever waits learns at once that there is no answer. */
  readonly signal?: AbortSignal;
  /** What the caller wants done about a refusal, when it knows better than the general advice. */
  readonly wayOut?: (
    status: number,
    serverCode: string | undefined,
    emptyBody: boolean,
  ) => string | undefined;
}
