import type { BrokerConfig } from "../clients/broker";
import type { RegistryDocument } from "../clients/resource-registry";
import { messageOf } from "../errors";
import type { Altinn } from "../inventory/altinn";
import { configOf } from "../inventory/services";
import type { PolicyValues, ServiceValues } from "../program-writer/values";
import { textOfPolicy } from "../program-writer/policy-of-stacks";
import { authorityOf } from "../resources/resource/document";
import type { Settings } from "../settings";
import { brokerArgs, policyArgs, resourceArgs } from "./arguments";
import { differencesFrom } from "./differences";
import type { FolderEntry } from "./folder";
import { leave, type LeftOut } from "./left-out";
import { verify, type Live } from "./verify";

/** A service as a program says it, and what of it is not in the program. */
export interface ReadService {
  /** Undefined when it is left out. */
  readonly values?: ServiceValues;
  readonly leftOut: readonly LeftOut[];
  /** What a folder says otherwise than Altinn has it, sentences; empty without a folder. */
  readonly differences: readonly string[];
  /** The registry could not be asked, so nobody knows whether it is there. */
  readonly isUnread?: true;
  /** The registry has none of this name. */
  readonly isAbsent?: true;
}

const leftOut = (...left: readonly LeftOut[]): ReadService => ({ leftOut: left, differences: [] });

/** How a service is read. */
export interface Reader {
  readonly settings: Settings;
  readonly altinn: Altinn;
  /** Policies as texts, also where rules would mean the same. */
  readonly asText: boolean;
}

export async function readService(
  identifier: string,
  { settings, altinn, asText }: Reader,
  entry: FolderEntry | undefined,
): Promise<ReadService> {
  const left: LeftOut[] = [];
  let document: RegistryDocument | undefined;
  try {
    document = await altinn.registry.getResource(identifier);
  } catch (error) {
    const why = `The registry could not be asked for it. ${messageOf(error)}`;
    return { ...leftOut(leave(identifier, why)), isUnread: true };
  }
  if (document === undefined && entry === undefined)
    return {
      ...leftOut(leave(identifier, absent(identifier, settings.environment))),
      isAbsent: true,
    };
  const wanted = entry?.document ?? document;
  for (const each of [document, wanted]) {
    const why = each && notOurs(each, settings);
    if (why !== undefined) return leftOut(leave(identifier, why));
  }
  const found = document && (await policyOf(identifier, altinn.registry, left));
  const policy = found?.text;
  const { config, looked } = await brokerOf(identifier, altinn, document !== undefined, left);
  const text = entry === undefined ? policy : entry.policy;
  const values: ServiceValues = {
    resource: resourceArgs(wanted as RegistryDocument, settings),
    ...(found?.isUnread && entry === undefined
      ? {}
      : { policy: text === undefined ? null : policyArgs(text, identifier, asText) }),
    ...(looked ? { broker: config === undefined ? null : brokerArgs(config) } : {}),
  };
  const live = { document, policy, config };
  return withoutRefused(values, live, { settings, left, isFolder: entry !== undefined });
}

/** Without what a preview would refuse. Where a folder differs from Altinn, the folder's is kept and the difference is told. */
async function withoutRefused(
  values: ServiceValues,
  live: Live,
  how: { settings: Settings; left: readonly LeftOut[]; isFolder: boolean },
): Promise<ReadService> {
  const { settings, left, isFolder } = how;
  const identifier = String(values.resource.identifier);
  const refused = await verify(values, live, settings, isFolder);
  if (refused.resource !== null)
    return leftOut(...left, leave(identifier, `A preview would refuse it: ${refused.resource}`));
  const told = (what: string, why: string | null): LeftOut[] =>
    why === null ? [] : [leave(`${what} of ${identifier}`, `A preview would refuse it: ${why}`)];
  const kept: ServiceValues = {
    ...values,
    ...(refused.policy === null ? {} : { policy: null }),
    ...(refused.broker === null ? {} : { broker: null }),
  };
  return {
    values: kept,
    leftOut: [
      ...left,
      ...told("The policy", refused.policy),
      ...told("Broker's settings", refused.broker),
    ],
    differences: isFolder ? differencesFrom(kept, live, textOf(kept.policy, identifier)) : [],
  };
}

const textOf = (policy: PolicyValues | null | undefined, identifier: string): string | undefined =>
  policy ? textOfPolicy(policy, identifier) : undefined;

const absent = (identifier: string, environment: string): string =>
  identifier.startsWith("app_")
    ? `The registry (${environment}) stores no such resource: an app that is in Altinn Storage alone is made and changed in Altinn Studio.`
    : `The registry (${environment}) has no such resource.`;

function notOurs(document: RegistryDocument, { orgNumber, orgCode }: Settings): string | undefined {
  const { organization, orgcode } = authorityOf(document);
  if (organization === orgNumber) return undefined;
  return typeof organization === "string" && organization !== ""
    ? `It belongs to organisation ${organization} (${String(orgcode)}), not to ${orgNumber} (${orgCode}).`
    : `It has no organisation number of an owner, so nobody can say that it is ${orgNumber}'s.`;
}

interface FoundPolicy {
  /** Undefined when there is none, and when its bytes are no text that a program can give. */
  readonly text?: string | undefined;
  readonly isUnread?: true;
}

async function policyOf(
  identifier: string,
  registry: Altinn["registry"],
  left: LeftOut[],
): Promise<FoundPolicy> {
  const what = `The policy of ${identifier}`;
  let bytes: Buffer | undefined;
  try {
    bytes = await registry.getPolicyBytes(identifier);
  } catch (error) {
    left.push(leave(what, messageOf(error)));
    return { isUnread: true };
  }
  const text = bytes?.toString("utf8");
  if (bytes === undefined || Buffer.from(text ?? "", "utf8").equals(bytes)) return { text };
  left.push(
    leave(
      what,
      "Its bytes are not UTF-8, and a program gives texts alone.",
      "Save it as UTF-8, upload it, and run this again.",
    ),
  );
  return {};
}

async function brokerOf(
  identifier: string,
  { broker }: Altinn,
  exists: boolean,
  left: LeftOut[],
): Promise<{ readonly config: BrokerConfig | undefined; readonly looked: boolean }> {
  if (!exists) return { config: undefined, looked: broker.client !== undefined };
  const what = `Broker's settings of ${identifier}`;
  const look = await configOf(identifier, broker);
  if (look.is === "unread") left.push(leave(what, look.why));
  if (look.is !== "seen") return { config: undefined, looked: false };
  if (look.value !== "another's") return { config: look.value, looked: true };
  left.push(
    leave(
      what,
      "Broker answers that the service is not this organisation's: its owner there is fixed by its first settings.",
      "Ask Altinn (servicedesk@altinn.no).",
    ),
  );
  return { config: undefined, looked: true };
}
