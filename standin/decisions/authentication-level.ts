import type { Policy } from "../registry/policy/policy";

/** The level of everybody who comes through Maskinporten. */
export const MASKINPORTEN_LEVEL = 3;

const MINIMUM = "urn:altinn:minimum-authenticationlevel";
const MINIMUM_FOR_ORG = "urn:altinn:minimum-authenticationlevel-org";

/** The first literal of that category among the obligations on a permit; NaN when it is no number. */
function levelOf(policy: Policy, category: string): number | undefined {
  const assignment = policy.obligations
    .filter(({ fulfillOn }) => fulfillOn === "Permit")
    .flatMap(({ assignments }) => assignments)
    .find((each) => each.category === category && each.value !== undefined);
  const text = assignment?.value?.trim();
  return text === undefined ? undefined : /^\d+$/.test(text) ? Number(text) : NaN;
}

/**
 * Whether a caller of level 3 fulfils the policy's minimum authentication level. A service owner's
 * token, which names its org code, may fulfil the level for organisations instead.
 */
export function fulfilsLevel(policy: Policy, isServiceOwner: boolean): boolean {
  const minimum = levelOf(policy, MINIMUM);
  if (minimum === undefined || MASKINPORTEN_LEVEL >= minimum) return true;
  const minimumForOrg = isServiceOwner ? levelOf(policy, MINIMUM_FOR_ORG) : undefined;
  return minimumForOrg !== undefined && MASKINPORTEN_LEVEL >= minimumForOrg;
}
