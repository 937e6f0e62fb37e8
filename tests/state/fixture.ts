import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openWorld, OWNER_SCOPES, type World } from "../support/altinn";
import { resourceArgs } from "../support/resources";
import { LIST, MEMBERS, OWNER, SERVICES } from "./program";

/* States as releases leave them, a file for each: `0.1.0.json`. They are made once and never changed. */

/** A service as Altinn holds it. */
interface Service {
  readonly document: Readonly<Record<string, unknown>>;
  readonly policy: string;
  readonly configuration: Readonly<Record<string, unknown>>;
}

export interface Fixture {
  /** The program, as the body of a module in which `altinn` and `pulumi` are imported. */
  readonly program: string;
  /** What Altinn holds after its `up`. */
  readonly altinn: {
    readonly serviceOwner: string;
    readonly services: Readonly<Record<string, Service>>;
    readonly list: {
      readonly identifier: string;
      readonly name: string;
      readonly members: readonly string[];
      readonly connections: readonly {
        readonly resourceId: string;
        readonly actionFilters: readonly string[];
      }[];
    };
  };
  /** `pulumi stack export`, without times and what belongs to one backend. */
  readonly state: { readonly version: number; readonly deployment: Deployment };
}

interface Deployment {
  readonly resources: readonly { readonly [member: string]: unknown; readonly type: string }[];
}

/** Versions of which a state is kept. */
export const versions = (): string[] =>
  readdirSync(__dirname)
    .filter((file) => file.endsWith(".json"))
    .map((file) => file.slice(0, -".json".length))
    .sort();

const fileOf = (version: string): string => join(__dirname, `${version}.json`);

export const fixtureOf = (version: string): Fixture | undefined =>
  existsSync(fileOf(version))
    ? (JSON.parse(readFileSync(fileOf(version), "utf8")) as Fixture)
    : undefined;

/** Kept as it is written here: see .prettierignore. */
export const keep = (version: string, fixture: Fixture): void =>
  writeFileSync(fileOf(version), `${JSON.stringify(fixture, undefined, 2)}\n`);

/** The owner's world, with nothing in it but what the program only reads. */
export async function openOwner(): Promise<World> {
  const world = await openWorld(OWNER_SCOPES, { organisation: OWNER });
  const unknown = MEMBERS.filter((number) => !isKnown(world, number));
  for (const number of unknown) world.standin.newOrganisation({ number });
  world.standin.storeResource(documentOf(resourceArgs("ttd-found")));
  return world;
}

const isKnown = ({ standin }: World, number: string): boolean =>
  standin.altinn.organisations.byNumber(number) !== undefined;

const documentOf = (args: Readonly<Record<string, unknown>>): Record<string, unknown> => ({
  ...args,
  resourceType: "BrokerService",
  status: "Completed",
  hasCompetentAuthority: { organization: OWNER.number, orgcode: OWNER.code },
});

/** What the program made. */
export async function atAltinn({ context }: World): Promise<Fixture["altinn"]> {
  const services: Record<string, Service> = {};
  for (const id of SERVICES) {
    services[id] = {
      document: { ...(await context.registry.getResource(id)) },
      policy: (await context.registry.getPolicy(id)) ?? "",
      configuration: { ...(await context.broker.getConfig(id)) },
    };
  }
  const members = (await context.accessLists.getList(LIST, "members"))?.members ?? [];
  const list = await context.accessLists.getList(LIST, "connections");
  return {
    serviceOwner: (await context.broker.getServiceOwner())?.name ?? "",
    services,
    list: {
      identifier: LIST,
      name: list?.name ?? "",
      members,
      connections: (list?.connections ?? []).map(({ resource, actions }) => ({
        resourceId: resource,
        actionFilters: actions,
      })),
    },
  };
}

/** Makes the same objects in a stand-in that has none of them. */
export function restore(
  { standin }: World,
  { serviceOwner, services, list }: Fixture["altinn"],
): void {
  standin.registerServiceOwner(OWNER.code, serviceOwner);
  for (const [id, { document, policy, configuration }] of Object.entries(services)) {
    standin.storeResource(document);
    standin.storePolicy(id, policy);
    standin.setBrokerConfiguration(id, configuration);
  }
  standin.storeAccessList({ owner: OWNER.code, ...list });
}

/** Times, what belongs to one backend, and lines of our compiled code. */
const PASSING = new Set([
  "created",
  "modified",
  "manifest",
  "secrets_providers",
  "metadata",
  "sourcePosition",
  "stackTrace",
]);

/** The engine gives the default provider an id by chance. */
const PROVIDER_ID = "00000000-0000-4000-8000-000000000000";
const BY_CHANCE = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/g;

/** An export without what the next run would write otherwise. */
export const settledState = (exported: string): Fixture["state"] =>
  JSON.parse(exported.replace(BY_CHANCE, PROVIDER_ID), (key, value: unknown) =>
    PASSING.has(key) ? undefined : value,
  ) as Fixture["state"];

const sorted = (urns: unknown): string[] => [...((urns ?? []) as string[])].sort();

const isFirst = ({ type }: { readonly type: string }): boolean => type === "AltinnAzure";

/**
 * To compare with another: resources that nothing orders may come in any order, and so may those that one depends on. The
 * registry counts the writes of all resources in one sequence, so which of two gets the lower `versionId` is chance, too: each
 * goes by the name of the service that has it. Whether the second storage provider was there already depends on when it was
 * looked for.
 */
export const inOrder = (fixture: Fixture | undefined): unknown => {
  if (fixture === undefined) return undefined;
  const serviceOf = new Map(
    Object.entries(fixture.altinn.services).map(([id, { document }]) => [document.versionId, id]),
  );
  const named = JSON.parse(JSON.stringify(fixture), (member, value: unknown) => {
    if (member === "storageProviders") return (value as { type: string }[]).filter(isFirst);
    return member === "versionId" ? (serviceOf.get(value) ?? value) : value;
  }) as Fixture;
  const byUrn = named.state.deployment.resources.map(
    ({ urn, dependencies, propertyDependencies, ...one }) => [
      String(urn),
      {
        ...one,
        dependencies: sorted(dependencies),
        propertyDependencies: Object.fromEntries(
          Object.entries(propertyDependencies ?? {}).map(([name, urns]) => [name, sorted(urns)]),
        ),
      },
    ],
  );
  return { ...named, state: Object.fromEntries(byUrn) };
};
