import { openEngineWorld, type EngineWorld } from "../support/engine-world";
import { policyFor } from "../support/policies";
import { resourceArgs } from "../support/resources";

/** A world in which these services were made by hand, each with resource, policy and configuration. */
export async function openServicesByHand(
  identifiers: readonly string[],
  { answerTimeMs = 0 } = {},
): Promise<EngineWorld> {
  const world = await openEngineWorld({ answerTimeMs });
  const { standin, organisation } = world;
  await world.context.broker.postServiceOwner("Etaten");
  for (const identifier of identifiers) {
    standin.storeResource({
      ...resourceArgs(identifier),
      resourceType: "BrokerService",
      status: "Completed",
      hasCompetentAuthority: { organization: organisation.number, orgcode: organisation.code },
    });
    standin.storePolicy(identifier, policyFor(identifier, [organisation.number]));
    standin.setBrokerConfiguration(identifier, {
      maxFileTransferSize: 1_073_741_824,
      fileTransferTimeToLive: "P30D",
    });
  }
  return world;
}

/** Somebody else's version of a registry resource, with `changes`. */
export async function writeByHand(
  { standin, context }: EngineWorld,
  identifier: string,
  changes: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { versionId: _versionId, ...document } =
    (await context.registry.getResource(identifier)) ?? {};
  standin.storeResource({ ...document, ...changes });
}

/** What Altinn holds of one service, of its policy whom the registry lists it for. */
export async function atAltinn({ standin, context }: EngineWorld, identifier: string) {
  const [document, xml, config, subjects] = await Promise.all([
    context.registry.getResource(identifier),
    context.registry.getPolicy(identifier),
    context.broker.getConfig(identifier),
    fetch(
      `${standin.platformUrl}/resourceregistry/api/v1/resource/${identifier}/policy/subjects`,
    ).then((answer) => answer.json() as Promise<{ data: { value: string }[] }>),
  ]);
  return { ...document, ...config, xml, listedFor: subjects.data.map(({ value }) => value) };
}

/** What state has of one resource, all its outputs. */
export async function inState(
  { workspace }: EngineWorld,
  kind: string,
  identifier: string,
): Promise<Readonly<Record<string, unknown>>> {
  const { deployment } = JSON.parse(await workspace.exported()) as {
    deployment: { resources: { urn: string; outputs?: Record<string, unknown> }[] };
  };
  const end = `:${kind}::${identifier}`;
  return deployment.resources.find(({ urn }) => urn.endsWith(end))?.outputs ?? {};
}
