import { resourceLifecycle } from "../../provider/resources/resource/lifecycle";
import type { Context, Lifecycle, Outputs, Values } from "../../provider/resources/lifecycle";
import { calls, openWorld, type World } from "../support/altinn";
import { resourceArgs } from "../support/resources";

/* One Altinn for a whole file, in which each test has a process and an identifier of its own. */

const REGISTRY = "/resourceregistry/api/v1/resource";

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
export function begin(): void {
  world = shared.anew();
  id = `${world.organisation.code}-look-${String((count += 1))}`;
  title = `Resource ${id}`;
}

export const lifecycle = (context: Context = world.context): Lifecycle =>
  resourceLifecycle(context);
export const args = (more: Values = {}): Values => resourceArgs(id, more);
export const owner = (): Values => ({
  organization: world.organisation.number,
  orgcode: world.organisation.code,
});
/** What check makes of `args`. */
export const inputs = (more: Values = {}): Values => ({
  resourceType: "BrokerService",
  status: "Completed",
  ...args(more),
  onDelete: more.onDelete ?? "withdraw",
});
export const state = (more: Values = {}, server: Values = {}): Outputs => ({
  ...inputs(more),
  server,
});

/** Somebody of ours has stored it. */
export function stored(more: Values = {}): number {
  const { onDelete: _onDelete, ...document } = inputs();
  return world.standin.storeResource({ ...document, hasCompetentAuthority: owner(), ...more });
}
export const there = (): Values | undefined => world.standin.altinn.registry.document(id);

/** Methods of the calls about resources, which are all of this test's. */
export const asked = (since: number): string[] =>
  calls(world.standin, since)
    .filter((one) => one.includes(REGISTRY) && !one.endsWith("/orgs"))
    .map((one) => one.replace(/ .*/, ""));
/** Of a fault. */
export const call = (method: string) => ({ method, path: `${REGISTRY}/${id}` });

/** What check comes to, and what it has asked for. */
export async function preview(news: Values, olds?: Values, context = world.context) {
  const since = world.standin.requests.length;
  const { inputs: made, failures } = await lifecycle(context).check(olds, news);
  return { made, failures, asked: asked(since) };
}
