/** What a request must be. Members left out match anything. */
export interface RequestMatcher {
  /** `GET`, `put`, ...; without regard to case. */
  readonly method?: string;
  /** A string is the whole path without its query; a RegExp is tried on the path with its query. */
  readonly path?: string | RegExp;
  readonly server?: "platform" | "maskinporten";
}

/** How long something waits for requests: for so many matching ones, or until `clearFaults`. */
export type Life = { readonly times: number } | { readonly standing: true };

/** Something that waits for requests. */
export interface Waiting<T> {
  /** From 1 in the order in which they were added; counts anew after `clear`. */
  readonly id: number;
  readonly matcher: RequestMatcher;
  readonly what: T;
  /** For how many requests it still waits; Infinity until `clear`. */
  readonly left: number;
  /** How many requests it has met. */
  readonly met: number;
}

type Counted<T> = { -readonly [Member in keyof Waiting<T>]: Waiting<T>[Member] };

/** What waits for its requests. The oldest one that matches is taken; a request takes one at most. */
export class ByRequest<T> {
  private waiting: Counted<T>[] = [];
  private added = 0;

  get none(): boolean {
    return this.waiting.length === 0;
  }

  /** @throws RangeError when `times` is below 1 */
  add(matcher: RequestMatcher, what: T, life: Life): void {
    const left = "standing" in life ? Infinity : life.times;
    if (!(left >= 1)) {
      throw new RangeError(`times must be 1 or more, got ${left}`);
    }
    this.added += 1;
    this.waiting.push({ id: this.added, matcher, what, left, met: 0 });
  }

  clear(): void {
    this.waiting = [];
    this.added = 0;
  }

  /** What still waits, oldest first. */
  all(): readonly Waiting<T>[] {
    return this.waiting;
  }

  take(server: "platform" | "maskinporten", method: string, url: string): Waiting<T> | undefined {
    const found = this.waiting.find((each) => matches(each.matcher, server, method, url));
    if (found === undefined) {
      return undefined;
    }
    found.left -= 1;
    found.met += 1;
    if (found.left === 0) {
      this.waiting = this.waiting.filter((each) => each !== found);
    }
    return found;
  }
}

function matches(matcher: RequestMatcher, server: string, method: string, url: string): boolean {
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
