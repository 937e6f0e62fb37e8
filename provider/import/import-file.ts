import { AccessListsClient } from "../clients/access-lists/client";
import { BrokerClient } from "../clients/broker";
import { KnownResources } from "../clients/known-resources";
import { ResourceRegistryClient } from "../clients/resource-registry";
import { dynamicMethods, type DynamicMethods } from "../dynamic-methods";
import { TokenSource } from "../auth/tokens";
import { HttpClient } from "../http/client";
import type { HttpCall } from "../http/call";
import { httpSettings } from "../http-settings";
import { contextOf, lifecycles } from "../lifecycles";
import { policyInStack } from "../program-writer/policy-of-stacks";
import type { AllStacks, StackValues } from "../program-writer/values";
import { kinds, type Context, type Kind } from "../resources/lifecycle";
import type { Settings } from "../settings";
import type { JsonObject } from "../values/json";

/** What `pulumi import --file` takes, of CLI 3.254 and newer: with inputs and outputs nothing is read. */
export interface ImportFile {
  readonly resources: readonly {
    readonly type: string;
    readonly name: string;
    readonly id: string;
    readonly inputs: JsonObject;
    readonly outputs: JsonObject;
  }[];
}

interface Named {
  readonly kind: Kind;
  readonly name: string;
  readonly args: JsonObject;
}

/** The resources that the program has for what was read of a stack, in the order in which it makes them. */
function argumentsOf(
  { owner, lists = {}, services }: StackValues,
  stacks: AllStacks,
  stack: string,
): Named[] {
  return [
    ...(owner ? [{ kind: "ServiceOwner" as const, name: "owner", args: owner }] : []),
    ...Object.entries(lists).map(([name, args]) => ({ kind: "AccessList" as const, name, args })),
    ...Object.entries(services).flatMap(([name, { resource, broker, connections = {} }]) => {
      const resourceId = name;
      const policy = policyInStack(stacks, stack, name);
      return [
        { kind: "Resource" as const, name, args: resource },
        ...(policy
          ? [{ kind: "ResourcePolicy" as const, name, args: { resourceId, ...policy } }]
          : []),
        ...Object.entries(connections).map(([accessList, actions]) => ({
          kind: "AccessListConnection" as const,
          name: `${accessList}/${name}`,
          args: { accessList, resourceId, ...(actions.length === 0 ? {} : { actions }) },
        })),
        ...(broker
          ? [{ kind: "BrokerResourceConfig" as const, name, args: { resourceId, ...broker } }]
          : []),
      ];
    }),
  ];
}

/**
 * The file for a stack: inputs as the classes give them, outputs as a take-over gives them, from Altinn as it is now. Nothing is
 * written there. What a take-over would refuse is not in it.
 */
export async function importFile(
  values: StackValues,
  settings: Settings,
  place: { readonly project: string; readonly stack: string; readonly stacks: AllStacks },
  pause?: (ms: number) => number,
): Promise<ImportFile> {
  const { registrationsOfArguments } = await import("../pulumi/resources-of-values.js");
  const { stacks, ...names } = place;
  const args = argumentsOf(values, stacks, names.stack);
  const registrations = await registrationsOfArguments(names, args);
  const methods = methodsFor(readOnlyContext(settings, pause));
  const resources: ImportFile["resources"][number][] = [];
  for (const { type, name, inputs } of registrations) {
    const kind = kinds.find((each) => type.endsWith(`:${each}`));
    if (kind === undefined) continue;
    const { __provider: provider, ...given } = inputs;
    const { inputs: checked, failures } = await methods(kind).check({}, given);
    if (failures.length > 0) continue;
    const { id, outs } = await methods(kind).create(checked);
    resources.push({
      type,
      name,
      id,
      inputs: { ...checked, __provider: provider },
      outputs: { ...outs, __provider: provider },
    });
  }
  return { resources };
}

function methodsFor(context: Context): (kind: Kind) => DynamicMethods {
  const made = new Map<Kind, DynamicMethods>();
  return (kind) => {
    const known =
      made.get(kind) ??
      dynamicMethods(kind, lifecycles[kind], {
        problems: () => [],
        context: () => context,
        seen: () => new Map(),
      });
    made.set(kind, known);
    return known;
  };
}

/** Sends reads alone: whatever else is about to be sent ends the run. */
class ReadingClient extends HttpClient {
  override send(call: HttpCall): ReturnType<HttpClient["send"]> {
    if (call.method !== "GET") throw new Error(`import writes nothing at Altinn: ${call.method}`);
    return super.send(call);
  }

  override sendOnce(): ReturnType<HttpClient["sendOnce"]> {
    throw new Error("import writes nothing at Altinn");
  }
}

function readOnlyContext(settings: Settings, pause: ((ms: number) => number) | undefined): Context {
  const http = httpSettings(settings, pause);
  const client = new ReadingClient(http, new TokenSource(new HttpClient(http), settings));
  const registry = new ResourceRegistryClient(client, settings.platformUrl);
  return contextOf(settings, {
    registry,
    broker: new BrokerClient(client, settings.platformUrl),
    accessLists: new AccessListsClient(client, settings.platformUrl, settings.orgCode),
    known: new KnownResources(registry),
    organisationName: async () => undefined,
    beforeWriting: async () => ({ refusals: [], hasToken: !settings.withoutKey }),
    print: () => undefined,
  });
}
