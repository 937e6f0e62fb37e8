/** What a request must be to meet a fault. Members left out match anything. */
export interface FaultMatcher {
  /** `GET`, `put`, ...; without regard to case. */
  readonly method?: string;
  /** A string is the whole path without its query; a RegExp is tried on the path with its query. */
  readonly path?: string | RegExp;
  readonly server?: "platform" | "maskinporten";
}

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
  /** This server's clock is off by so many milliseconds: its `Date` header and its judgement of tokens. */
  readonly clockSkewMs?: number;
}

/** How long a fault lasts: for so many matching requests, or until `clearFaults`. */
export type FaultLife = { readonly times: number } | { readonly standing: true };

interface Armed {
  readonly matcher: FaultMatcher;
  readonly fault: Fault;
  left: number;
}

/** Faults that wait for their requests. The oldest one that matches is taken; a request meets one fault at most. */
export class Faults {
  private armed: Armed[] = [];

  get none(): boolean {
    return this.armed.length === 0;
  }

  add(matcher: FaultMatcher, fault: Fault, life: FaultLife): void {
    const left = "standing" in life ? Infinity : life.times;
    if (!(left >= 1)) {
      throw new RangeError(`times must be 1 or more, got ${left}`);
    }
    this.armed.push({ matcher, fault, left });
  }

  clear(): void {
    this.armed = [];
  }

  take(server: "platform" | "maskinporten", method: string, url: string): Fault | undefined {
    const found = this.armed.find((each) => matches(each.matcher, server, method, url));
    if (found === undefined) {
      return undefined;
    }
    found.left -= 1;
    if (found.left === 0) {
      this.armed = this.armed.filter((each) => each !== found);
    }
    return found.fault;
  }
}

function matches(matcher: FaultMatcher, server: string, method: string, url: string): boolean {
  if (matcher.server !== undefined && matcher.server !== server) {
    return false;
  }
  if (matcher.method !== undefined && matcher.method.toUpperCase() !== method) {
    return false;
  }
  if (matcher.path === undefined) {
    return true;
  }
  if (typeof matcher.path === "string") {
    const query = url.indexOf("?");
    return matcher.path === (query < 0 ? url : url.slice(0, query));
  }
  matcher.path.lastIndex = 0;
  return matcher.path.test(url);
}
