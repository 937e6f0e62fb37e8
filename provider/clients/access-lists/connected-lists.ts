import type { AccessListsClient } from "./client";

/**
 * Which lists are connected to a service: asked for once in the life of this object, since it takes a call for every twenty
 * lists of the organisation; what this run connects and disconnects is counted.
 */
export class ConnectedLists {
  readonly #of = new Map<string, Promise<Set<string>>>();

  constructor(private readonly accessLists: Pick<AccessListsClient, "listsOf">) {}

  /** The identifiers of all of them, sorted. */
  async to(resourceId: string): Promise<string[]> {
    const asked =
      this.#of.get(resourceId) ??
      this.accessLists.listsOf(resourceId).then((lists) => new Set(lists));
    this.#of.set(resourceId, asked);
    try {
      return [...(await asked)].sort();
    } catch (error) {
      this.#of.delete(resourceId);
      throw error;
    }
  }

  /** As `to`, without asking: undefined while nobody has. */
  async known(resourceId: string): Promise<string[] | undefined> {
    return this.#of.has(resourceId) ? this.to(resourceId) : undefined;
  }

  came(list: string, resourceId: string): void {
    this.#change(resourceId, (lists) => lists.add(list));
  }

  went(list: string, resourceId: string): void {
    this.#change(resourceId, (lists) => lists.delete(list));
  }

  #change(resourceId: string, change: (lists: Set<string>) => unknown): void {
    // Whoever asked is told of an error.
    void this.#of.get(resourceId)?.then(change, () => undefined);
  }
}
