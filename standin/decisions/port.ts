import type { Altinn, DecisionPort, DecisionRequest } from "../altinn";
import { AccessListStore, type Membership } from "../access-lists/list-store";
import { Register, type Party } from "../access-lists/parties";
import { ACTION_ID, type Policy } from "../registry/policy/policy";
import { RESOURCE_URN } from "../registry/policy-store";
import { createCache, ParsedPolicies } from "./cache";
import {
  DelegationStore,
  receiverFrom,
  type Delegation,
  type DelegationKey,
  type MadeDelegation,
} from "./delegations";
import {
  evaluate,
  type Decision,
  type EvaluationOptions,
  type EvaluationRequest,
} from "./evaluate";
import { listed, questionText, rulesText } from "./explain";
import { canAnswerWithObligations, fulfilsLevel, levelText } from "./obligations";
import { PackageStore, type HeldPackages } from "./packages";
import { ACCESS_PACKAGE, covers, delegableRights, namesPackage, type Right } from "./rights";
import { ORGANIZATION, PARTY_ID, subjectOf, SYSTEM_USER } from "./subject";
import { createTables } from "./tables";
import type { Attributes } from "./target";

export interface DecisionOptions extends EvaluationOptions {
  /**
   * For how many minutes resources, policies and memberships are remembered once looked up, as
   * Altinn's decision point does for ten.
   *
   * @default every look-up is made anew
   */
  readonly cacheMinutes?: number;
  /**
   * Whether a rule for an access package lets a system user in that holds it for the party, without a
   * delegation of the service (the flag `SystemUserAccessPackageAuthorization`).
   *
   * ASSUMPTION: it is on in TT02 and production. It is off by default in the source; the
   * Altinn/altinn-studio issues 20217 and 20220 say that it is in use.
   *
   * @default true
   */
  readonly systemUserAccessPackages?: boolean;
}

/** The decision point, and what tests and demos do with delegations and access packages. */
export interface Decisions extends DecisionPort {
  /** What the decision point answers, before Broker looks at the level. */
  decide(request: DecisionRequest): Decision;
  /**
   * Lets a system user or an organisation act for a party, as a person with one of the policy's roles
   * or access packages would in Altinn.
   *
   * @returns the action of each right that could be delegated, as the policy spells it: none for a
   *   resource that is not there, has no policy or has `delegable: false`
   */
  delegate(delegation: Delegation): string[];
  /** The action of each right that could be delegated, as the policy spells it. */
  delegable(resourceId: string): string[];
  /** Takes all delegated actions back. False when there were none. */
  revoke(delegation: DelegationKey): boolean;
  delegations(): MadeDelegation[];
  /** Gives a system user access packages for a party. */
  holdPackages(held: HeldPackages): void;
  /** Takes access packages from a system user. False when it held none of them. */
  dropPackages(held: HeldPackages): boolean;
  /** Looks everything up anew from now on, whatever `cacheMinutes` says. */
  forget(): void;
}

type Parts = Pick<Altinn, "clock" | "database" | "organisations" | "registry"> & {
  /** In place of Altinn's Register over the organisation list. */
  readonly register?: { byOrganizationNumber(number: string): Party | undefined };
};

/** Altinn's decision point over the stand-in's own registry and access lists. */
export function decisionPort(parts: Parts, options: DecisionOptions = {}): Decisions {
  const { database, registry, clock, register = new Register(parts.organisations) } = parts;
  createTables(database);
  const delegations = new DelegationStore(database);
  const packages = new PackageStore(database);
  const lists = new AccessListStore(database);
  const remember = createCache(clock, options.cacheMinutes ?? 0);
  const parsed = new ParsedPolicies();
  const { systemUserAccessPackages = true } = options;

  const documentOf = (id: string) => remember(`resource ${id}`, () => registry.document(id));
  const policyOf = (id: string) =>
    remember(`policy ${id}`, () => parsed.read(id, registry.policy(id)));
  const membershipsOf = (id: string, party: string): Membership[] =>
    remember(`membership ${party} ${id}`, () => {
      const found = register.byOrganizationNumber(party);
      return found === undefined ? [] : lists.memberships(found.uuid, id);
    });

  function partyId(number: string | undefined): Attributes {
    const party = number === undefined ? undefined : register.byOrganizationNumber(number);
    return party === undefined ? {} : { [PARTY_ID]: [String(party.id)] };
  }

  function packagesOf(policy: Policy, subject: Attributes, party: string): Attributes {
    const [systemUser] = subject[SYSTEM_USER] ?? [];
    if (systemUser === undefined || !systemUserAccessPackages || !namesPackage(policy)) return {};
    const held = packages.of(systemUser, party);
    return held.length === 0 ? {} : { [ACCESS_PACKAGE]: held };
  }

  /** What Broker says, with what the decision point adds to it. */
  function evaluationRequest(policy: Policy, request: DecisionRequest): EvaluationRequest {
    const { claims, resourceId, actions, party, instance } = request;
    const subject = subjectOf(claims);
    return {
      subject: {
        ...subject,
        ...partyId(subject[ORGANIZATION]?.[0]),
        ...packagesOf(policy, subject, party),
      },
      resource: {
        [RESOURCE_URN]: [resourceId],
        [ORGANIZATION]: [party],
        ...partyId(party),
        ...(instance === undefined ? {} : { "urn:altinn:resource:instance-id": [instance] }),
      },
      action: { [ACTION_ID]: actions },
    };
  }

  function isDelegated(
    { subject, resource }: EvaluationRequest,
    request: DecisionRequest,
  ): boolean {
    const { party, resourceId, actions } = request;
    const receiver = receiverFrom(subject);
    return (
      receiver !== undefined &&
      delegations
        .rights({ ...receiver, party, resourceId })
        .some((right) => covers(right, resource, actions))
    );
  }

  function accessListAllows(resourceId: string, party: string, action: string): boolean {
    return membershipsOf(resourceId, party).some(
      ({ actions }) => actions.length === 0 || actions.includes(action),
    );
  }

  function decide(request: DecisionRequest): Decision {
    const { resourceId, actions, party } = request;
    const policy = policyOf(resourceId);
    if (policy === undefined) return "Indeterminate";
    const asked = evaluationRequest(policy, request);
    const byPolicy = evaluate(policy, asked, options);
    const isPermitted =
      byPolicy === "Permit" || (byPolicy === "NotApplicable" && isDelegated(asked, request));
    if (!isPermitted) return byPolicy;
    if (
      documentOf(resourceId)?.["accessListMode"] === "Enabled" &&
      !accessListAllows(resourceId, party, filteredAction(actions))
    ) {
      return "Deny";
    }
    return canAnswerWithObligations(policy) ? "Permit" : "Indeterminate";
  }

  function letsIn(request: DecisionRequest): boolean {
    if (decide(request) !== "Permit") return false;
    const policy = policyOf(request.resourceId);
    return policy !== undefined && fulfilsLevel(policy, request.claims);
  }

  function whyNot(request: DecisionRequest): string {
    return `${questionText(subjectOf(request.claims), request)}. No: ${reasonOf(request)}.`;
  }

  function reasonOf(request: DecisionRequest): string {
    const { resourceId, party, actions, claims } = request;
    const policy = policyOf(resourceId);
    if (policy === undefined) {
      return registry.policy(resourceId) === undefined
        ? "the resource has no policy"
        : "its policy cannot be read";
    }
    const asked = evaluationRequest(policy, request);
    const byPolicy = evaluate(policy, asked, options);
    if (byPolicy !== "Permit" && !(byPolicy === "NotApplicable" && isDelegated(asked, request))) {
      return [rulesText(policy, asked), ...givenText(asked.subject, request)].join("; ");
    }
    const by = byPolicy === "Permit" ? "its policy permits" : `${party} has delegated it`;
    if (decide(request) === "Permit") return `${by}, and ${levelText(policy, claims)}`;
    if (!canAnswerWithObligations(policy)) {
      return `${by}, and an obligation of the policy has a value without a category`;
    }
    const on = membershipsOf(resourceId, party);
    return on.length === 0
      ? `${by}, and accessListMode is Enabled and ${party} is on no connected access list; connected: ${listed(connectedLists(resourceId), "none")}`
      : `${by}, and accessListMode is Enabled and the lists that ${party} is on let no ${filteredAction(actions)} through, but ${listed(
          on.flatMap((each) => each.actions),
          "nothing",
        )}`;
  }

  /** What a caller has of the party beside the rules: delegated actions, and access packages. */
  function givenText(subject: Attributes, { party, resourceId }: DecisionRequest): string[] {
    const receiver = receiverFrom(subject);
    if (receiver === undefined) return [];
    const given = delegations.rights({ ...receiver, party, resourceId });
    const actions = listed(
      given.map(({ action }) => action),
      "nothing",
    );
    const delegated = `${party} has delegated ${actions} of ${resourceId} to it`;
    if (!("systemUser" in receiver)) return [delegated];
    const held = packages.of(receiver.systemUser, party);
    return [delegated, `access packages that it holds for ${party}: ${listed(held, "none")}`];
  }

  function connectedLists(resourceId: string): readonly string[] {
    return lists.connectedTo(resourceId);
  }

  function rightsOn(resourceId: string): Right[] {
    const policy = parsed.read(resourceId, registry.policy(resourceId));
    const document = registry.document(resourceId);
    if (policy === undefined || document?.["delegable"] !== true) return [];
    return delegableRights(policy, resourceId);
  }

  function delegate({ actions, ...key }: Delegation): string[] {
    const wanted = actions?.map((action) => action.toLowerCase());
    const rights = rightsOn(key.resourceId).filter(
      ({ action }) => wanted?.includes(action.toLowerCase()) ?? true,
    );
    if (rights.length > 0) delegations.add(key, rights);
    return rights.map(({ action }) => action);
  }

  return {
    decide,
    letsIn,
    whyNot,
    accessListAllows,
    connectedLists,
    delegate,
    delegable: (resourceId) => rightsOn(resourceId).map(({ action }) => action),
    revoke: (delegation) => delegations.remove(delegation),
    delegations: () => delegations.all(),
    holdPackages: (held) => packages.hold(held),
    dropPackages: (held) => packages.drop(held),
    forget: () => remember.forget(),
  };
}

/** A request that names several actions is compared with the filters as a `write`. */
function filteredAction(actions: readonly string[]): string {
  return actions.includes("write") ? "write" : (actions.at(-1) ?? "");
}
