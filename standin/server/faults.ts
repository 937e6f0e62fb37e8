/** What goes wrong. Several members may be combined, such as a delay and then a status. */
export interface Fault {
  /** Answer with this status instead of handling the request. */
  readonly status?: number;
  /** Body for `status`; nothing by default. */
  readonly body?: string;
  /** Headers for `status`, such as `{ "retry-after": "2" }`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** With `status`: handle the request first, then answer with the status all the same. */
  readonly afterEffect?: boolean;
  /** Wait so many milliseconds of real time before the request is handled. */
  readonly delayMs?: number;
  /** Reset the connection `before` the request is handled, or `after` it, in place of the answer. */
  readonly reset?: "before" | "after";
  /** Handle the request, send half of the answer's body, then cut the connection. */
  readonly truncate?: boolean;
  /** Handle the request, keep the status, and answer with an HTML page that claims to be JSON. */
  readonly notJson?: boolean;
  /** Handle the request, keep the status, and stream so many bytes of JSON in place of the answer's body. */
  readonly bodyBytes?: number;
  /** This server's clock is off by so many milliseconds: its `Date` header and its judgement of tokens. */
  readonly clockSkewMs?: number;
}
