import { InvalidArgumentError } from "commander";
import { environments, isEnvironmentName } from "../environments";

export function oneEnvironment(name: string): string {
  if (isEnvironmentName(name)) return name;
  throw new InvalidArgumentError(`Write one of ${Object.keys(environments).join(", ")}.`);
}

/** Names of environments, of an option that may be repeated. */
export function environmentName(name: string, before: readonly string[] = []): string[] {
  return [...new Set([...before, oneEnvironment(name)])];
}

/** Identifiers of registry resources with commas between, each once. */
export function identifiers(text: string): string[] {
  const found = text.split(",").map((each) => each.trim());
  if (found.includes(""))
    throw new InvalidArgumentError(
      "Write identifiers of registry resources, such as ttd-licences,ttd-permits.",
    );
  return [...new Set(found)];
}
