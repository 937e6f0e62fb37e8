import type { ResourceRegistryClient } from "./resource-registry";

/** So many identifiers are read one by one: one or two services cost less than a list of several megabytes. */
const READ_SINGLY = 2;

/**
 * Apps are made up by the registry from Altinn Storage when one is read, and migrated apps are stored but not listed. No
 * other resource may have this prefix.
 */
const NOT_LISTED = "app_";

/**
 * Which registry resources can be there, for looks at many of them: from the third identifier on, one list that is read
 * once in the life of this object answers for all. Only that something is absent is taken from it, since it rewrites the
 * documents; what can be there is read singly by whoever asks.
 */
export class KnownResources {
  readonly #lookedAt = new Set<string>();
  readonly #seen = new Map<string, boolean>();
  #listed: Promise<ReadonlySet<string> | undefined> | undefined;

  constructor(readonly registry: Pick<ResourceRegistryClient, "listIdentifiers">) {}

  /** False: there is no such resource. True: there may be one, and a read of it tells. Never fails. */
  async mayExist(identifier: string): Promise<boolean> {
    const seen = this.#seen.get(identifier);
    if (seen !== undefined) return seen;
    const folded = identifier.toLowerCase();
    if (folded.startsWith(NOT_LISTED)) return true;
    this.#lookedAt.add(identifier);
    if (this.#lookedAt.size <= READ_SINGLY) return true;
    const listed = await (this.#listed ??= this.#list());
    return listed?.has(folded) ?? true;
  }

  /** True when a read has shown it. */
  isThere(identifier: string): boolean {
    return this.#seen.get(identifier) === true;
  }

  /** What a read or a write of one resource has shown. It goes before the list, and spares the next look at it. */
  saw(identifier: string, exists: boolean): void {
    this.#seen.set(identifier, exists);
  }

  /** The identifiers in lower case: one that differs in case alone is left to a read to tell apart. */
  async #list(): Promise<ReadonlySet<string> | undefined> {
    try {
      const identifiers = await this.registry.listIdentifiers();
      return new Set(identifiers.map((identifier) => identifier.toLowerCase()));
    } catch {
      // Then every resource is read singly.
      return undefined;
    }
  }
}
