import type { HttpClient } from "../../http/client";
import { OneAtATime } from "../one-at-a-time";
import { AccessListCalls } from "./calls";
import { HeldList } from "./held-list";
import { AccessListReader, type Depth } from "./reader";
import type { FoundList } from "./wire";

/**
 * The access lists of one service owner in Altinn's Resource Registry, with their members and connections. Whoever writes
 * holds the list: of several writes at once the registry does one, and answers 500 to the others. Source:
 * Altinn/altinn-resource-registry.
 */
export class AccessListsClient {
  readonly #held = new OneAtATime();
  readonly #calls: AccessListCalls;
  readonly #reader: AccessListReader;

  /** @param owner the owner's code, in lower case */
  constructor(
    readonly http: HttpClient,
    platformUrl: string,
    owner: string,
  ) {
    this.#calls = new AccessListCalls(platformUrl, owner);
    this.#reader = new AccessListReader(http, this.#calls);
  }

  /** Undefined when there is no such list. */
  async getList(identifier: string, depth: Depth): Promise<FoundList | undefined> {
    return (await this.#reader.read(identifier, depth))?.found;
  }

  /** The identifiers of all lists, sorted: a call for every twenty of them. */
  identifiers(): Promise<string[]> {
    return this.#reader.identifiers();
  }

  /** The identifiers of the lists that are connected to a registry resource, sorted. */
  listsOf(resource: string): Promise<string[]> {
    return this.#reader.connectedTo(resource);
  }

  /** Does `work` while nobody else in this process writes to the list. */
  holding<T>(identifier: string, work: (list: HeldList) => Promise<T>): Promise<T> {
    return this.#held.run(identifier, () =>
      work(new HeldList(this.http, this.#calls, this.#reader, identifier)),
    );
  }
}
