import { resourceLifecycle } from "../../provider/resources/resource/lifecycle";
import type { World } from "./altinn";
import { resourceArgs } from "./resources";

/** Makes the registry resource and the service owner that a Broker configuration of `id` needs. */
export async function configurable({ context }: World, id: string): Promise<void> {
  const resource = resourceLifecycle(context);
  await resource.create((await resource.check(undefined, resourceArgs(id))).inputs);
  await context.broker.postServiceOwner("Etaten");
}
