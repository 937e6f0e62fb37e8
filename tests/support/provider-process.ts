import { dynamicMethods, type DynamicMethods } from "../../provider/dynamic-methods";
import { resourceLifecycle } from "../../provider/resources/resource/lifecycle";
import type { World } from "./altinn";

/** The methods of kind Resource, as the engine calls them in a new process with this world's settings. */
export const resourceMethods = ({ context }: World): DynamicMethods =>
  dynamicMethods("Resource", resourceLifecycle, {
    problems: () => [],
    context: () => context,
    seen: () => new Set(),
  });
