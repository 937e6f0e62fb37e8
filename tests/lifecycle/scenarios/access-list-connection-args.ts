import type { Values } from "../../../provider/resources/lifecycle";
import { resourceArgs } from "../../support/resources";
import type { Row } from "./row";

/* What the situations of a connection have in common. */

/** With its connections. */
export const LOOK = "GET access list";
export const WRITE = ["PUT connection", LOOK];
/** While the connection is new the mode of its service is looked at. */
export const MODE = "GET registry resource";
export const READ = { actions: ["read", "subscribe"] };
export const WIDER = { actions: ["read", "publish", "subscribe"] };

export const args = ({ id }: Row, more: Values = {}): Values => ({
  accessList: id,
  resourceId: id,
  ...READ,
  ...more,
});

/** A service that lets only members in, and a list. */
export async function ready(row: Row): Promise<void> {
  const { number: organization, code: orgcode } = row.owner;
  for (const id of [row.id, row.otherId]) {
    row.ground.standin.storeResource({
      ...resourceArgs(id, { accessListMode: "Enabled" }),
      hasCompetentAuthority: { organization, orgcode },
    });
    await row.byHand.accessLists.holding(id, (list) => list.make({ name: "N", description: "" }));
  }
}

/** In state, and connected. */
export async function made(row: Row): Promise<void> {
  await ready(row);
  await row.up(args(row));
}
