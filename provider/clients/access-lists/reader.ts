import { ApiError } from "../../errors";
import type { HttpAnswer } from "../../http/answer";
import type { HttpCall } from "../../http/call";
import { pathOf, unreadable, type HttpClient } from "../../http/client";
import type { AccessListCalls } from "./calls";
import {
  connectionsOf,
  listsPageWire,
  listWire,
  membersPageWire,
  numbersOf,
  textsOf,
  tokenOf,
  type FoundList,
} from "./wire";

/** What is read of a list beside its texts: a member costs a hundredth of a call, connections none. */
export type Depth = "texts" | "members" | "connections";

export interface ReadList {
  readonly found: FoundList;
  /** Of the version that was read; members and connections count in it. */
  readonly etag: string | undefined;
}

/** So often a list is read anew because it changed meanwhile. */
const READS = 5;

/** Reads lists as they were at one moment. */
export class AccessListReader {
  constructor(
    private readonly http: HttpClient,
    private readonly calls: AccessListCalls,
  ) {}

  /** Undefined when there is no such list: a 404, and nothing else. */
  async read(identifier: string, depth: Depth): Promise<ReadList | undefined> {
    const path = `/${encodeURIComponent(identifier)}`;
    for (let reads = 1; ; reads += 1) {
      const include = depth === "connections" ? "?include=resource-actions" : "";
      const call = this.calls.to("GET", path + include, [200, 404]);
      const answer = await this.http.send(call);
      if (answer.status === 404) return undefined;
      const list = parsed(listWire, call, answer, "an access list");
      const { etag } = answer.headers;
      if (depth !== "members") {
        const connections = depth === "connections" ? { connections: connectionsOf(list) } : {};
        return { found: { ...textsOf(list), ...connections }, etag };
      }
      const members = await this.#members(`${path}/members`, etag);
      if (members === "gone") return undefined;
      if (members !== "changed") return { found: { ...textsOf(list), members }, etag };
      if (reads === READS) throw changing(call);
    }
  }

  /** The identifiers of all lists of the owner, sorted. */
  async identifiers(): Promise<string[]> {
    const found: string[] = [];
    for await (const { answer, call } of this.#pages("", [200]))
      for (const { identifier } of parsed(listsPageWire, call, answer, "a page of access lists")
        .data)
        found.push(identifier);
    return found.sort();
  }

  /** The identifiers of the lists that are connected to a resource, sorted. */
  async connectedTo(resource: string): Promise<string[]> {
    const query = `include=resources&resource=${encodeURIComponent(resource)}`;
    const connected: string[] = [];
    // The next link leaves the question out, so it is asked anew for each page.
    for await (const { answer, call } of this.#pages(`?${query}`, [200])) {
      const page = parsed(listsPageWire, call, answer, "a page of access lists");
      for (const list of page.data)
        if (connectionsOf(list).some((connection) => connection.resource === resource))
          connected.push(list.identifier);
    }
    return connected.sort();
  }

  async #members(path: string, etag: string | undefined): Promise<string[] | "gone" | "changed"> {
    const numbers: string[] = [];
    for await (const { answer, call } of this.#pages(path, [200, 404, 412])) {
      if (answer.status === 404) return "gone";
      if (answer.status === 412) return "changed";
      const page = parsed(membersPageWire, call, answer, "a page of members");
      if (answer.headers.etag !== etag) return "changed";
      numbers.push(...numbersOf(page));
    }
    return [...new Set(numbers)].sort();
  }

  /** Page after page, as long as each one names another that was not there before. */
  async *#pages(
    path: string,
    answers: readonly number[],
  ): AsyncGenerator<{ readonly answer: HttpAnswer; readonly call: HttpCall }> {
    const seen = new Set<string>();
    let token: string | undefined;
    do {
      const asked = token === undefined ? path : `${path}${joint(path)}token=${token}`;
      const call = this.calls.to("GET", asked, answers);
      const answer = await this.http.send(call);
      yield { answer, call };
      token = tokenOf((answer.json() as { links?: { next?: string } } | undefined)?.links);
      if (token !== undefined && seen.has(token)) throw unreadable(call, answer, "a further page");
      if (token !== undefined) seen.add(token);
    } while (token !== undefined);
  }
}

const joint = (path: string): string => (path.includes("?") ? "&" : "?");

function parsed<T>(
  wire: {
    safeParse(
      value: unknown,
    ): { readonly success: true; readonly data: T } | { readonly success: false };
  },
  call: HttpCall,
  answer: HttpAnswer,
  what: string,
): T {
  const result = wire.safeParse(answer.json());
  if (!result.success) throw unreadable(call, answer, what);
  return result.data;
}

const changing = ({ method, url }: HttpCall): ApiError =>
  new ApiError(
    {
      method,
      path: pathOf(url),
      status: 412,
      text: `the list was changed by somebody each of the ${String(READS)} times that its members were read`,
      emptyBody: false,
    },
    "Wait until nobody writes to it, and run the same command again.",
  );
