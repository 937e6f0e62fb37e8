import type { Altinn, DecisionPort, DecisionRequest } from "../altinn";
import { AccessListStore, type Membership } from "../access-lists/list-store";
import { Register } from "../access-lists/parties";
import { ACTION_ID, type Policy } from "../registry/policy/policy";
import { RESOURCE_URN } from "../registry/policy-store";
import { readPolicy } from "../registry/policy/read-policy";
import { fulfilsLevel } from "./authentication-level";
import { delegableActions, DelegationStore, type Delegation } from "./delegations";
import { evaluate, type Decision, type EvaluationOptions } from "./evaluate";
import { subjectOf, systemUserOf } from "./subject";
import { createTables } from "./tables";

export interface DecisionOptions extends EvaluationOptions {
  /**
   * For how many minutes resources, policies and memberships are remembered once looked up, as
   * Altinn's decision point does for ten.
   *
   * @default every look-up is made anew
   */
  readonly cacheMinutes?: number;
}

/** The decision point, and what tests and demos do with delegations. */
export interface Decisions extends DecisionPort {
  /**
   * Lets a system user act for a party, as a person with one of the policy's roles or access
   * packages would in Altinn.
   *
   * @returns the actions that could be delegated: none for a resource that is not there, has no
   *   policy or has `delegable: false`, and only those that a rule grants to a role or package alone
   */
  delegate(delegation: Delegation): string[];
  /** Takes all delegated actions back. False when there were none. */
  revoke(delegation: Omit<Delegation, "actions">): boolean;
  delegations(): Delegation[];
}

type Parts = Pick<Altinn, "clock" | "database" | "organisations" | "registry">;

const ORGANIZATION = "urn:altinn:organization:identifier-no";

/** A decision with the policy whose obligations come with a permit. */
interface PolicyDecision {
  readonly decision: Decision;
  readonly policy: Policy | undefined;
}

/** Altinn's decision point over the stand-in's own registry and access lists. */
export function decisionPort(parts: Parts, options: DecisionOptions = {}): Decisions {
  const { database, registry } = parts;
  createTables(database);
  const delegations = new DelegationStore(database);
  const lists = new AccessListStore(database);
  const register = new Register(parts.organisations);
  const remember = createCache(parts, options.cacheMinutes ?? 0);
  const parsed = new ParsedPolicies();

  const documentOf = (id: string) => remember(`resource ${id}`, () => registry.document(id));
  const policyOf = (id: string) =>
    remember(`policy ${id}`, () => parsed.read(id, registry.policy(id)));
  const membershipsOf = (id: string, party: string): Membership[] =>
    remember(`membership ${party} ${id}`, () => {
      const found = register.byOrganizationNumber(party);
      return found === undefined ? [] : lists.memberships(found.uuid, id);
    });

  function decideByPolicy({ claims, resourceId, actions, party }: DecisionRequest): PolicyDecision {
    const policy = policyOf(resourceId);
    if (policy === undefined) return { decision: "Indeterminate", policy };
    const request = {
      subject: subjectOf(claims),
      resource: { [RESOURCE_URN]: [resourceId], [ORGANIZATION]: [party] },
      action: { [ACTION_ID]: actions },
    };
    return { decision: evaluate(policy, request, options), policy };
  }

  function isDelegated({ claims, resourceId, actions, party }: DecisionRequest): boolean {
    const systemUser = systemUserOf(claims);
    if (systemUser === undefined) return false;
    const held = delegations.actions(systemUser, party, resourceId);
    return actions.some((action) => held.includes(action));
  }

  function accessListAllows(resourceId: string, party: string, action: string): boolean {
    return membershipsOf(resourceId, party).some(
      ({ actions }) => actions.length === 0 || actions.includes(action),
    );
  }

  function decide(request: DecisionRequest): Decision {
    const { claims, resourceId, actions, party } = request;
    const { decision: byPolicy, policy } = decideByPolicy(request);
    const isPermitted =
      byPolicy === "Permit" || (byPolicy === "NotApplicable" && isDelegated(request));
    if (!isPermitted || policy === undefined) return byPolicy;
    if (
      documentOf(resourceId)?.["accessListMode"] === "Enabled" &&
      !accessListAllows(resourceId, party, filteredAction(actions))
    ) {
      return "Deny";
    }
    return fulfilsLevel(policy, claims["urn:altinn:org"] !== undefined) ? "Permit" : "Deny";
  }

  function delegate(delegation: Delegation): string[] {
    const { resourceId, actions, party } = delegation;
    const policy = parsed.read(resourceId, registry.policy(resourceId));
    const document = registry.document(resourceId);
    if (policy === undefined || document?.["delegable"] !== true) return [];
    const delegable = delegableActions(policy, resourceId, party);
    const granted = actions.filter((action) => delegable.has(action.toLowerCase()));
    if (granted.length > 0) delegations.add({ ...delegation, actions: granted });
    return granted;
  }

  return {
    decide,
    accessListAllows,
    delegate,
    revoke: (delegation) => delegations.remove(delegation),
    delegations: () => delegations.all(),
  };
}

/** A request that names several actions is compared with the filters as a `write`. */
function filteredAction(actions: readonly string[]): string {
  return actions.includes("write") ? "write" : (actions.at(-1) ?? "");
}

/** Keeps policies parsed for as long as their bytes are the same. */
class ParsedPolicies {
  private readonly held = new Map<
    string,
    { readonly bytes: Uint8Array; readonly policy: Policy }
  >();

  read(identifier: string, bytes: Uint8Array | undefined): Policy | undefined {
    if (bytes === undefined) {
      this.held.delete(identifier);
      return undefined;
    }
    const held = this.held.get(identifier);
    if (held !== undefined && Buffer.compare(held.bytes, bytes) === 0) return held.policy;
    const policy = readPolicy(bytes);
    this.held.set(identifier, { bytes, policy });
    return policy;
  }
}

type Remember = <T>(key: string, look: () => T) => T;

function createCache({ clock }: Pick<Altinn, "clock">, minutes: number): Remember {
  const held = new Map<string, { readonly value: unknown; readonly until: number }>();
  if (minutes <= 0) return (_key, look) => look();
  return <T>(key: string, look: () => T): T => {
    const now = clock.now();
    const found = held.get(key);
    if (found !== undefined && now < found.until) return found.value as T;
    const value = look();
    held.set(key, { value, until: now + minutes * 60_000 });
    return value;
  };
}
