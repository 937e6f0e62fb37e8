import type { BrokerClient, BrokerConfig } from "../clients/broker";
import type { KnownResources } from "../clients/known-resources";
import type { RegistryDocument, ResourceRegistryClient } from "../clients/resource-registry";
import { contextOf } from "../lifecycles";
import { textOfPolicy } from "../program-writer/policy-of-stacks";
import type { ServiceValues } from "../program-writer/values";
import { brokerResourceConfigLifecycle } from "../resources/broker-resource-config/lifecycle";
import type { Context } from "../resources/lifecycle";
import { resourceLifecycle } from "../resources/resource/lifecycle";
import { resourcePolicyLifecycle } from "../resources/resource-policy/lifecycle";
import type { Settings } from "../settings";

/** What is at Altinn of one service, as it was read. Undefined where there is none. */
export interface Live {
  readonly document: RegistryDocument | undefined;
  readonly policy: string | undefined;
  readonly config: BrokerConfig | undefined;
}

export interface Verified {
  /** Why a preview would refuse the part, sentences; null where it would not. */
  readonly resource: string | null;
  readonly policy: string | null;
  readonly broker: string | null;
}

/**
 * Whether a preview would take the arguments over as they are: they are judged as a preview judges them, against what was read.
 * Nobody is asked.
 */
export async function verify(
  values: ServiceValues,
  live: Live,
  settings: Settings,
  /** What differs from Altinn is no refusal. */
  mayDiffer: boolean,
): Promise<Verified> {
  const context = heldAgainst(live, mayDiffer ? { ...settings, adopt: true } : settings);
  const { identifier: resourceId } = values.resource;
  const refused = async (check: Promise<{ readonly failures: readonly string[] }>) => {
    const { failures } = await check;
    return failures.length === 0 ? null : failures.join(" ");
  };
  const { policy, broker } = values;
  return {
    resource: await refused(resourceLifecycle(context).check(undefined, values.resource)),
    policy: policy
      ? await refused(
          resourcePolicyLifecycle(context).check(undefined, {
            resourceId,
            ...policy,
            xml: textOfPolicy(policy, String(resourceId)),
          }),
        )
      : null,
    broker: broker
      ? await refused(
          brokerResourceConfigLifecycle(context).check(undefined, { resourceId, ...broker }),
        )
      : null,
  };
}

/** A provider process that sees what was read, and nothing else. */
function heldAgainst({ document, policy, config }: Live, settings: Settings): Context {
  const registry = {
    getResource: async () => document,
    getPolicy: async () => policy,
  } as unknown as ResourceRegistryClient;
  const broker = { getConfig: async () => config } as unknown as BrokerClient;
  const known = {
    mayExist: async () => document !== undefined,
    isThere: () => document !== undefined,
    saw: () => undefined,
  } as unknown as KnownResources;
  return contextOf(settings, {
    registry,
    broker,
    known,
    organisationName: async () => undefined,
    beforeWriting: async () => ({ refusals: [], hasToken: true }),
    print: () => undefined,
  });
}
