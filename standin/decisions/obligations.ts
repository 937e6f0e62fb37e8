import { claimText } from "../registry/ownership";
import type { Policy } from "../registry/policy/policy";
import type { Claims } from "../server/route";

/** The level of everybody who comes through Maskinporten; an exchanged token says it itself. */
const MASKINPORTEN_LEVEL = "3";

const MINIMUM = "urn:altinn:minimum-authenticationlevel";
const MINIMUM_FOR_ORG = "urn:altinn:minimum-authenticationlevel-org";

/** Thrown where Broker fails on the obligations that come with a permit. */
export class ObligationError extends Error {
  override readonly name = "ObligationError";
}

interface Assignment {
  readonly category: string | undefined;
  readonly value: string;
}

/** The assignments that a permit's obligations carry, an obligation at a time: literals alone. */
function obligationsOf(policy: Policy): Assignment[][] {
  return policy.obligations
    .filter(({ fulfillOn }) => fulfillOn === "Permit")
    .map(({ assignments }) =>
      assignments.flatMap(({ category, value }) =>
        value === undefined ? [] : [{ category, value }],
      ),
    );
}

/** Whether the decision point can answer with the policy's obligations: each assignment has a category. */
export function canAnswerWithObligations(policy: Policy): boolean {
  return obligationsOf(policy)
    .flat()
    .every(({ category }) => category !== undefined);
}

/**
 * The first value of that category. An obligation before it that carries nothing ends the search.
 *
 * @throws ObligationError
 */
function valueOf(policy: Policy, category: string): string | undefined {
  for (const assignments of obligationsOf(policy)) {
    if (assignments.length === 0) throw new ObligationError("an obligation has no plain value");
    const assignment = assignments.find((each) => each.category === category);
    if (assignment !== undefined) return assignment.value;
  }
  return undefined;
}

/** @throws ObligationError for a text that is no integer of 32 bits */
function level(text: string): number {
  const number = /^\s*[+-]?\d+\s*$/.test(text) ? Number(text) : NaN;
  if (number !== (number | 0)) throw new ObligationError(`the level '${text}' is no integer`);
  return number;
}

/**
 * Whether Broker finds that a caller fulfils the policy's minimum authentication level. A service
 * owner's token, which names its org code, may fulfil the level for organisations instead.
 *
 * @throws ObligationError
 */
export function fulfilsLevel(policy: Policy, claims: Claims): boolean {
  const minimum = valueOf(policy, MINIMUM);
  if (minimum === undefined) return true;
  const own = level(levelOf(claims));
  if (own >= level(minimum)) return true;
  if (claims["urn:altinn:org"] === undefined) return false;
  const minimumForOrg = valueOf(policy, MINIMUM_FOR_ORG);
  return minimumForOrg !== undefined && own >= level(minimumForOrg);
}

const levelOf = (claims: Claims): string =>
  claimText(claims, "urn:altinn:authlevel") ?? MASKINPORTEN_LEVEL;

/** Why a caller's level is not enough, in words. */
export const levelText = (policy: Policy, claims: Claims): string =>
  `it wants authentication level ${valueOf(policy, MINIMUM) ?? "(none)"}, and the token has ${levelOf(claims)}`;
