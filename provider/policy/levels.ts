import type { Policy } from "./model";
import { LEVEL_CATEGORY, MASKINPORTEN_LEVEL } from "./vocabulary";

/** A minimum authentication level as a policy demands it. */
export interface Level {
  /** As it is written. */
  readonly text: string;
  /** Undefined when it is no whole number, on which Altinn's check of the level fails. */
  readonly number: number | undefined;
}

/** The level that Altinn takes: the first of its category among the obligations on a permit. */
export function levelOf(policy: Policy, category: string): Level | undefined {
  const text = policy.obligations
    .filter((obligation) => obligation.fulfillOn === "Permit")
    .flatMap((obligation) => obligation.assignments)
    .find((assignment) => assignment.category === category && assignment.value !== undefined)
    ?.value?.trim();
  if (text === undefined) return undefined;
  return { text, number: /^[+-]?\d+$/.test(text) ? Number(text) : undefined };
}

/** Whether callers of Maskinporten's level are refused by the level that counts for all callers. */
export const refusesMaskinporten = (policy: Policy): boolean => {
  const level = levelOf(policy, LEVEL_CATEGORY.all);
  return level !== undefined && !isReached(level);
};

/** Whether an exchanged token of a service owner is let through by the level for organisations. */
export const exemptsServiceOwners = (policy: Policy): boolean => {
  const level = levelOf(policy, LEVEL_CATEGORY.organizations);
  return level !== undefined && isReached(level);
};

const isReached = ({ number }: Level) => number !== undefined && number <= MASKINPORTEN_LEVEL;
