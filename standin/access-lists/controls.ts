import type { Altinn } from "../altinn";
import { AccessListStore, type AccessList } from "./list-store";
import { Register } from "./parties";

/** An access list with what is in it, as PUTs of its owner would make it. */
export interface NewAccessList {
  /** Code of the organisation that owns it, as on the organisation list. */
  readonly owner: string;
  readonly identifier: string;
  readonly name: string;
  /** Empty by default. */
  readonly description?: string;
  /** Organisation numbers on the list of organisations; nobody by default. */
  readonly members?: readonly string[];
  readonly connections?: readonly {
    readonly resourceId: string;
    /** Actions that the list allows; all by default. */
    readonly actionFilters?: readonly string[];
  }[];
}

/**
 * Makes an access list.
 * @throws RangeError for an owner or member that is not on the organisation list, and for a list that is there already
 */
export function storeAccessList(
  { database, clock, organisations }: Pick<Altinn, "database" | "clock" | "organisations">,
  wanted: NewAccessList,
): void {
  const { identifier, name, description = "", members = [], connections = [] } = wanted;
  const owner = organisations.byCode(wanted.owner)?.code;
  if (owner === undefined) {
    throw new RangeError(`organisation ${wanted.owner} is not on the list`);
  }
  const register = new Register(organisations);
  const parties = members.map((number) => {
    const party = register.byOrganizationNumber(number);
    if (party === undefined) {
      throw new RangeError(`organisation ${number} is not on the list`);
    }
    return party.uuid;
  });
  const lists = new AccessListStore(database);
  if (lists.list(owner, identifier) !== undefined) {
    throw new RangeError(`${owner} has an access list ${identifier} already`);
  }
  const now = clock.now();
  const list = (): AccessList => lists.list(owner, identifier) as AccessList;
  lists.create(owner, identifier, name, description, now);
  lists.changeMembers(list(), { add: parties, remove: () => false }, now);
  for (const { resourceId, actionFilters = [] } of connections) {
    lists.putConnection(list(), resourceId, actionFilters, now);
  }
}
