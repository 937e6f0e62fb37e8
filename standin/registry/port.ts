import type { DatabaseSync } from "node:sqlite";
import type { RegistryPort } from "../altinn";
import { PolicyStore } from "./policy-store";
import { ResourceStore } from "./resource-store";

/** The registry as the other rooms see it: documents and policies, without HTTP. */
export function registryPort(database: DatabaseSync): RegistryPort {
  const resources = new ResourceStore(database);
  const policies = new PolicyStore(database);
  return {
    document(identifier) {
      const latest = resources.latest(identifier);
      return latest && (JSON.parse(latest.text) as Record<string, unknown>);
    },
    policy: (identifier) => policies.content(identifier),
  };
}
