import { ApiError, RefusedError } from "../../errors";
import type { HttpAnswer } from "../../http/answer";
import type { HttpCall } from "../../http/call";
import { unreadable, type HttpClient } from "../../http/client";
import { changedKeys, sameJson } from "../../values/compare";
import { isObject } from "../../values/json";
import type { AccessListCalls } from "./calls";
import type { AccessListReader, Depth } from "./reader";
import { membersBody, type Connection, type FoundList, type ListTexts } from "./wire";

/** So many members the API takes in one request. */
const PART = 100;

/** So often a write is sent again because something else of the list has changed meanwhile. */
const TURNS = 5;

/** What a write must not go over unseen, of what was there before it. */
type Matters = (list: FoundList | undefined) => Readonly<Record<string, unknown>>;

const theList: Matters = (list) => ({
  name: list?.name,
  description: list?.description,
  members: list?.members,
});

/**
 * A list while this process alone writes to it. Every write goes to the version that was looked at last (`If-Match`). When
 * somebody else has made another one, the list is looked at again: what they changed elsewhere in it stops nothing, what
 * this write is about ends it.
 */
export class HeldList {
  #etag: string | undefined;
  #known: FoundList | undefined;
  #depth: Depth = "texts";
  #hasWritten = false;

  constructor(
    private readonly http: HttpClient,
    private readonly calls: AccessListCalls,
    private readonly reader: AccessListReader,
    readonly identifier: string,
  ) {}

  /** Whether a write was answered well, or seen to have had its effect. */
  get hasWritten(): boolean {
    return this.#hasWritten;
  }

  /** Undefined when there is no such list. */
  async look(depth: Depth): Promise<FoundList | undefined> {
    const read = await this.reader.read(this.identifier, depth);
    this.#depth = depth;
    this.#etag = read?.etag;
    this.#known = read?.found;
    return read?.found;
  }

  /**
   * Makes the list, without members. After a try without a good answer a list with the same texts is taken for the one
   * that was made.
   * @returns what is there then, or undefined when somebody's list was there before
   */
  async make(texts: ListTexts): Promise<FoundList | undefined> {
    const headers = { "If-None-Match": "*" };
    const call = this.calls.to("PUT", this.#path(), [200, 412], { body: texts, headers });
    const answer = await this.http.sendOnce(call, async () =>
      hasTexts(await this.look("members"), texts),
    );
    if (answer?.status === 412) return undefined;
    this.#hasWritten = true;
    if (answer === undefined) return this.#known;
    this.#etag = answer.headers.etag;
    this.#depth = "members";
    this.#known = { ...texts, members: [] };
    return this.#known;
  }

  async putTexts(texts: ListTexts): Promise<void> {
    const call = this.calls.to("PUT", this.#path(), [200], { body: texts });
    await this.#write(call, theList, (live) => hasTexts(live, texts));
    this.#known = { ...this.#known, ...texts };
  }

  /** @returns those that Altinn's Register does not know; all others are members then */
  addMembers(numbers: readonly string[]): Promise<string[]> {
    return this.#inParts("POST", numbers, (members, part) => part.every((one) => members.has(one)));
  }

  /** @returns those that Altinn's Register does not know; no other one is a member then */
  removeMembers(numbers: readonly string[]): Promise<string[]> {
    return this.#inParts("DELETE", numbers, (members, part) =>
      part.every((one) => !members.has(one)),
    );
  }

  /** @param actions empty: every action */
  async putConnection({ resource, actions }: Connection): Promise<void> {
    const body = actions.length === 0 ? {} : { actionFilters: actions };
    const call = this.calls.to("PUT", this.#connectionPath(resource), [200], { body });
    const wanted = [...actions].sort();
    await this.#write(call, theConnection(resource), (live) =>
      sameJson(actionsIn(live, resource), wanted),
    );
  }

  async removeConnection(resource: string): Promise<void> {
    const call = this.calls.to("DELETE", this.#connectionPath(resource), [200, 204]);
    const answer = await this.#write(
      call,
      theConnection(resource),
      (live) => actionsIn(live, resource) === undefined,
    );
    mustHoldWhatWent(call, answer);
  }

  /** Deletes the list with its members and connections. */
  async remove(): Promise<void> {
    const call = this.calls.to("DELETE", this.#path(), [200, 204]);
    mustHoldWhatWent(call, await this.#write(call, theList, (live) => live === undefined));
    this.#known = undefined;
  }

  #path(rest = ""): string {
    return `/${encodeURIComponent(this.identifier)}${rest}`;
  }

  #connectionPath(resource: string): string {
    return this.#path(`/resource-connections/${encodeURIComponent(resource)}`);
  }

  async #inParts(
    method: "POST" | "DELETE",
    numbers: readonly string[],
    isDone: (members: ReadonlySet<string>, part: readonly string[]) => boolean,
  ): Promise<string[]> {
    const unknown: string[] = [];
    const send = async (part: readonly string[]): Promise<void> => {
      const call = this.calls.to(method, this.#path("/members"), [200], {
        body: membersBody(part),
      });
      try {
        await this.#write(call, theList, (live) => isDone(new Set(live?.members), part));
      } catch (error) {
        if (!(error instanceof ApiError && error.serverCode === "RR-00001")) throw error;
        if (part.length === 1) {
          unknown.push(...part);
          return;
        }
        const half = Math.ceil(part.length / 2);
        await send(part.slice(0, half));
        await send(part.slice(half));
        return;
      }
      this.#count(method, part);
    };
    for (let from = 0; from < numbers.length; from += PART)
      await send(numbers.slice(from, from + PART));
    return unknown;
  }

  #count(method: "POST" | "DELETE", part: readonly string[]): void {
    const known = this.#known;
    if (known?.members === undefined) return;
    const members = new Set(known.members);
    for (const one of part) {
      if (method === "POST") members.add(one);
      else members.delete(one);
    }
    this.#known = { ...known, members: [...members].sort() };
  }

  /** @returns the answer, or undefined when a look after a try without a good one has shown that it is done */
  async #write(
    call: HttpCall,
    matters: Matters,
    isDone: (live: FoundList | undefined) => boolean,
  ): Promise<HttpAnswer | undefined> {
    const before = matters(this.#known);
    const look = async (): Promise<boolean> => isDone(await this.look(this.#depth));
    for (let turn = 1; ; turn += 1) {
      const condition = this.#etag === undefined ? {} : { "If-Match": this.#etag };
      const conditional: HttpCall = {
        ...call,
        headers: { ...call.headers, ...condition },
        answers: [...call.answers, 404],
      };
      try {
        const answer = await this.http.sendOnce(conditional, look);
        if (answer?.status === 404) throw gone(this.identifier);
        if (answer?.headers.etag !== undefined) this.#etag = answer.headers.etag;
        this.#hasWritten = true;
        return answer;
      } catch (error) {
        if (!(error instanceof ApiError && error.status === 412)) throw error;
        if (await look()) {
          this.#hasWritten = true;
          return undefined;
        }
        // A PUT of a list that is gone fails by its condition.
        if (this.#known === undefined) throw gone(this.identifier);
        const changed = changedKeys(before, matters(this.#known));
        if (changed.length > 0 || turn === TURNS) throw changedMeanwhile(this.identifier, changed);
      }
    }
  }
}

/** The registry answers with what it has removed, or 204 where there was nothing: a 200 without it is somebody else's. */
function mustHoldWhatWent(call: HttpCall, answer: HttpAnswer | undefined): void {
  if (answer?.status === 200 && !isObject(answer.json()))
    throw unreadable(call, answer, "what was removed");
}

const theConnection =
  (resource: string): Matters =>
  (list) => ({ actions: actionsIn(list, resource) });

const actionsIn = (list: FoundList | undefined, resource: string): readonly string[] | undefined =>
  list?.connections?.find((connection) => connection.resource === resource)?.actions;

const hasTexts = (list: FoundList | undefined, { name, description }: ListTexts): boolean =>
  list?.name === name && list.description === description;

const gone = (identifier: string): RefusedError =>
  new RefusedError(
    `The access list ${identifier} was deleted at Altinn while this run was writing to it. Run \`pulumi up\` again, which makes it anew.`,
  );

const changedMeanwhile = (identifier: string, of: readonly string[]): RefusedError =>
  new RefusedError(
    `The access list ${identifier} was changed at Altinn while this run was writing to it${of.length > 0 ? `, in ${of.join(", ")}` : " again and again"}. Run \`pulumi up --refresh\`, which shows what it is now.`,
  );
