import type { Kind, Values } from "../../provider/resources/lifecycle";
import { openWorld, OWNER_SCOPES, type World } from "../support/altinn";
import { processOf } from "../support/provider-process";
import { resourceArgs } from "../support/resources";

/* An owner with a service that lets in members alone, one that does not, and somebody in Studio; anew in each test. */

export const list = "partners";
export const [filtered, open] = ["ttd-licences", "ttd-reports"];
export const LIST = `AccessList ${list}`;

export let world: World;
/** Organisation numbers. */
export let a: string;
export let b: string;
export let c: string;
export async function begin(scopes = OWNER_SCOPES): Promise<void> {
  world = await openWorld(scopes);
  [a = "", b = "", c = ""] = newNumbers(3);
  newService(filtered, "Enabled");
  newService(open, "Disabled");
}

export const newNumbers = (count: number): string[] =>
  Array.from({ length: count }, () => world.standin.newOrganisation().number).sort();

export function newService(identifier: string, accessListMode: string): void {
  const { number: organization, code: orgcode } = world.organisation;
  world.standin.storeResource({
    ...resourceArgs(identifier, { accessListMode, resourceType: "BrokerService" }),
    hasCompetentAuthority: { organization, orgcode },
  });
}

/** Somebody in Studio makes the list, adds members, connects services. */
export async function byHand({
  of = list,
  add = [],
  connect = {},
}: {
  readonly of?: string;
  readonly add?: readonly string[];
  readonly connect?: Readonly<Record<string, readonly string[]>>;
}): Promise<void> {
  await world.anew().context.accessLists.holding(of, async (held) => {
    if ((await held.look("members")) === undefined)
      await held.make({ name: "Partners", description: "" });
    await held.addMembers(add);
    for (const [resource, actions] of Object.entries(connect))
      await held.putConnection({ resource, actions });
  });
}

export const listArgs = (members: readonly string[], more: Values = {}): Values => ({
  identifier: list,
  name: "Partners",
  members,
  ...more,
});

/** A process that goes through these arguments in the order of a program; what it said. */
export async function checked(
  ...args: readonly (readonly [Kind, Values, olds?: Values])[]
): Promise<readonly string[]> {
  const of = world.anew();
  const process = processOf(of) as (kind: Kind) => ReturnType<ReturnType<typeof processOf>>;
  for (const [kind, news, olds] of args)
    expect((await process(kind).check(olds ?? {}, news)).failures).toEqual([]);
  return of.warnings;
}
