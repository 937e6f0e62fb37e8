import {
  organization,
  renderPolicy,
  type OrganizationSubject,
  type Rule,
} from "../../provider/policy";
import { resourcePolicyLifecycle } from "../../provider/resources/resource-policy/lifecycle";
import type { Lifecycle, Outputs, Values } from "../../provider/resources/lifecycle";
import { calls, openWorld, type World } from "../support/altinn";
import { resourceArgs } from "../support/resources";

/* One Altinn for a whole file, in which each test has a process and a resource of its own. */

/** Organisation numbers. */
export const [OURS, THEIRS] = ["991825827", "974761076"];

let shared: World;
let count = 0;
/** A process of its own. */
export let world: World;
export let id: string;
export let title: string;

export async function open(): Promise<void> {
  shared = await openWorld();
}
export const close = (): Promise<void> => shared.close();
/** With a resource that has no policy. */
export function begin(): void {
  world = shared.anew();
  const { number, code: orgcode } = world.organisation;
  id = `${orgcode}-policy-${String((count += 1))}`;
  title = `ResourcePolicy ${id}`;
  const hasCompetentAuthority = { organization: number, orgcode };
  world.standin.storeResource({ ...resourceArgs(id), hasCompetentAuthority });
}
/** The memory of another process. */
export function anew(): void {
  world = shared.anew();
}

export const lifecycle = (): Lifecycle => resourcePolicyLifecycle(world.context);
export const itself = (number: string): OrganizationSubject =>
  organization(number, { onBehalfOf: "itself" });
export const policy = (number = OURS, more: readonly Rule[] = []): string =>
  renderPolicy({
    resourceId: id,
    rules: [{ subjects: [itself(number)], actions: ["read", "write"] }, ...more],
  });
export const deny = (xml: string): string => xml.replace('Effect="Permit"', 'Effect="Deny"');
export const dressed = (xml: string): string =>
  xml.replace(/<(\/?)xacml:/g, "<$1x:").replace("xmlns:xacml", "xmlns:x");
export const key = (number: string): string => `organization ${number} (on its own behalf)`;
const accessOf = (number: string): Values => ({ [key(number)]: "read, write" });

export const args = (more: Values = {}): Values => ({ resourceId: id, xml: policy(), ...more });
export const inputs = (number = OURS, more: Values = {}): Values => ({
  resourceId: id,
  xml: policy(number),
  access: accessOf(number),
  onDelete: "keep",
  ...more,
});
export const state = (number = OURS, server: Values = {}, more: Values = {}): Outputs => ({
  ...inputs(number, more),
  server,
});
export const stored = (xml = policy()): void => void world.standin.storePolicy(id, xml);
export const there = (): Promise<string | undefined> =>
  shared.anew().context.registry.getPolicy(id);
/** Of the policy, at the registry. */
export const PATH = (): string => `/resourceregistry/api/v1/resource/${id}/policy`;
/** Methods of the calls about the policy. */
export const asked = (since: number): string[] =>
  calls(world.standin, since)
    .filter((call) => call.endsWith("/policy"))
    .map((call) => call.replace(/ .*/, ""));
export const GIVEN = (number: string): string =>
  `access given: ${title}: ${key(number)}: read, write`;
export const TAKEN = (number: string): string =>
  `access taken: ${title}: ${key(number)}: read, write`;
