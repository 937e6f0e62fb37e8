import type { Values } from "../../../provider/resources/lifecycle";
import type { Row } from "./row";

/* What people did before the run, without Pulumi. */

/** A registry resource of the row's owner, made as the program's `args` would make it. */
export async function registeredByHand(row: Row, args: Values): Promise<void> {
  const { number: organization, code: orgcode } = row.owner;
  const name = await row.byHand.organisationName();
  await row.byHand.registry.postResource({
    ...args,
    resourceType: "BrokerService",
    status: "Completed",
    hasCompetentAuthority: { organization, orgcode, name },
  } as never);
}

export async function deletedByHand(row: Row): Promise<void> {
  await row.byHand.registry.deleteResource(row.id);
}
