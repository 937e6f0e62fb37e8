import type { Values } from "../../../provider/resources/lifecycle";
import type { Row } from "./row";

/* What the situations of an access list have in common. */

export const LIST_LOOK = "GET access list";
export const LOOK = [LIST_LOOK, "GET members"];
/** What a list is connected to, looked at when members come or go. */
export const SERVICES = LIST_LOOK;
/** Organisations that every Register knows. */
export const A = "974761076";
export const B = "974760673";
export const C = "889640782";

export const args = (
  { id }: Pick<Row, "id">,
  members: readonly string[] | undefined = [A, B],
  more: Values = {},
): Values => ({ identifier: id, name: "Partners", members, ...more });

/** Without members in the program. */
export const namedOnly = ({ id }: Row, more: Values = {}): Values => ({
  identifier: id,
  name: "Partners",
  ...more,
});

/** What somebody does in Studio; makes the list when it is not there. */
export const byHand = (
  row: Row,
  {
    add = [],
    remove = [],
    name,
  }: {
    readonly add?: readonly string[];
    readonly remove?: readonly string[];
    readonly name?: string;
  },
): Promise<void> =>
  row.byHand.accessLists.holding(row.id, async (list) => {
    const found = await list.look("members");
    if (!found) await list.make({ name: name ?? "Partners", description: "" });
    else if (name !== undefined) await list.putTexts({ name, description: "" });
    await list.addMembers(add);
    await list.removeMembers(remove);
  });

export const removedByHand = (row: Row): Promise<void> =>
  row.byHand.accessLists.holding(row.id, async (list) => {
    await list.look("texts");
    await list.remove();
  });

/** In state, as `args` with `more` say. */
export const made = (row: Row, more: Values = {}): Promise<void> => row.up(args(row, [A, B], more));
