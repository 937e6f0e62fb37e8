import { run } from "../../../provider/cli/program";
import type { Listing } from "../../../provider/inventory/listing";
import { policyFor } from "../../support/policies";
import { openWorld, type World } from "../../support/altinn";
import { resourceArgs } from "../../support/resources";

/** What a run of the command ended with. */
export interface Run {
  readonly status: number;
  readonly printed: readonly string[];
  readonly complained: readonly string[];
}

export async function list(
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
  more: {
    readonly elsewhere?: Readonly<Record<string, Readonly<Record<string, string>>>>;
    readonly cwd?: string;
  } = {},
): Promise<Run> {
  const printed: string[] = [];
  const complained: string[] = [];
  const status = await run({
    args: ["list", ...args],
    env,
    ...more,
    print: (line) => void printed.push(line),
    complain: (line) => void complained.push(line),
    waiting: { pauseBetweenTries: () => 0 },
  });
  expect([...printed, ...complained].join("\n")).not.toMatch(/eyJ[\w-]{8,}/);
  return { status, printed, complained };
}

export async function listing(
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
  more?: Parameters<typeof list>[2],
): Promise<{ readonly status: number; readonly listing: Listing }> {
  const { status, printed, complained } = await list(env, ["--json", ...args], more);
  expect(complained).toEqual([]);
  return { status, listing: JSON.parse(printed.join("\n")) as Listing };
}

/** A service that was made by hand, as far as `parts` say. */
export function make(
  { standin, organisation }: Pick<World, "standin" | "organisation">,
  identifier: string,
  parts: {
    readonly document?: Readonly<Record<string, unknown>>;
    /** Undefined: one by which the owner does everything; null: none. */
    readonly policy?: string | null;
    /** Null: Broker has no settings of it. */
    readonly config?: Parameters<World["standin"]["setBrokerConfiguration"]>[1] | null;
  } = {},
): void {
  const { document = {}, policy, config = {} } = parts;
  standin.storeResource({
    ...resourceArgs(identifier),
    resourceType: "BrokerService",
    status: "Completed",
    hasCompetentAuthority: { organization: organisation.number, orgcode: organisation.code },
    ...document,
  });
  if (policy !== null)
    standin.storePolicy(identifier, policy ?? policyFor(identifier, [organisation.number]));
  if (config !== null) standin.setBrokerConfiguration(identifier, config);
}

/** Variables of a client without its key. */
export const withoutKey = ({
  MASKINPORTEN_JWK: _key,
  MASKINPORTEN_CLIENT_ID: _client,
  ...env
}: Readonly<Record<string, string>>): Record<string, string> => env;

/** With the owner registered in Broker, which settings need. */
export async function openOwner(): Promise<World> {
  const world = await openWorld();
  await world.context.broker.postServiceOwner("Etaten");
  return world;
}
