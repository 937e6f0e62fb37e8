import type { Values } from "../../../provider/resources/lifecycle";
import { policyFor } from "../../support/policies";
import { resourceArgs } from "../../support/resources";
import { registeredByHand } from "./by-hand";
import type { Row } from "./row";

/* What the situations of a policy have in common. */

export const WRITE = ["PUT policy", "GET policy"];
export const SENDER = "991825827";
export const NEWCOMER = "974761076";

export const args = (
  { id }: Row,
  organisations: readonly string[] = [SENDER],
  more: Values = {},
): Values => ({
  resourceId: id,
  xml: policyFor(id, organisations),
  ...more,
});

export const resourceOf = (row: Row, id = row.id): Promise<void> =>
  registeredByHand(row, resourceArgs(id));

/** In state, and in force. */
export async function made(row: Row): Promise<void> {
  await resourceOf(row);
  await row.up(args(row));
}
