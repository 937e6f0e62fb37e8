import type { Values } from "../../../provider/resources/lifecycle";
import { resourceArgs } from "../../support/resources";
import { registeredByHand } from "./by-hand";
import type { Row } from "./row";

/* What the situations of a Broker configuration have in common. */

export const LOOK = "GET configuration";
export const WRITE = ["PUT configuration", LOOK];
export const SIZE = { maxFileTransferSize: 1_073_741_824 };
export const PARTY = { requiredParty: "991825827" };

export const args = ({ id }: Row, more: Values = {}): Values => ({
  resourceId: id,
  ...SIZE,
  fileTransferTimeToLive: "P30D",
  ...more,
});

export const resourceOf = (row: Row, id = row.id): Promise<void> =>
  registeredByHand(row, resourceArgs(id));

/** In state, as `args` with `more` say. */
export async function made(row: Row, more: Values = {}): Promise<void> {
  await resourceOf(row);
  await row.up(args(row, more));
}

/** The service owner, whom Broker wants to know before anything of theirs is configured. */
export async function registered(row: Row): Promise<void> {
  await row.byHand.broker.postServiceOwner("Etaten");
}
