import { comparableUri } from "./uri";

/** What one rule says of a request; an error is told apart by the effect that the rule would have had. */
export type RuleDecision =
  | "Permit"
  | "Deny"
  | "NotApplicable"
  | "Indeterminate{P}"
  | "Indeterminate{D}"
  | "Indeterminate{DP}";

type Combine = (decisions: readonly RuleDecision[]) => RuleDecision;

/**
 * XACML 3.0 C.2 and C.4, which are mirror images: one effect wins over the other and over errors.
 *
 * @param winner the effect that overrides
 */
function overrides(
  winner: "Permit" | "Deny",
  loser: "Permit" | "Deny",
  winnerError: "Indeterminate{P}" | "Indeterminate{D}",
  loserError: "Indeterminate{P}" | "Indeterminate{D}",
): Combine {
  return (decisions) => {
    const has = (decision: RuleDecision) => decisions.includes(decision);
    if (has(winner)) return winner;
    if (has("Indeterminate{DP}")) return "Indeterminate{DP}";
    if (has(winnerError)) {
      return has(loserError) || has(loser) ? "Indeterminate{DP}" : winnerError;
    }
    if (has(loser)) return loser;
    return has(loserError) ? loserError : "NotApplicable";
  };
}

const denyOverrides = overrides("Deny", "Permit", "Indeterminate{D}", "Indeterminate{P}");
const permitOverrides = overrides("Permit", "Deny", "Indeterminate{P}", "Indeterminate{D}");
const denyUnlessPermit: Combine = (decisions) => (decisions.includes("Permit") ? "Permit" : "Deny");
const permitUnlessDeny: Combine = (decisions) => (decisions.includes("Deny") ? "Deny" : "Permit");
const firstApplicable: Combine = (decisions) =>
  decisions.find((decision) => decision !== "NotApplicable") ?? "NotApplicable";

/** By what follows the version and kind in the id; the kind may be `rule` or `policy`. */
const ALGORITHMS: Readonly<Record<string, Combine>> = {
  "3.0:deny-overrides": denyOverrides,
  "3.0:ordered-deny-overrides": denyOverrides,
  "3.0:permit-overrides": permitOverrides,
  "3.0:ordered-permit-overrides": permitOverrides,
  "3.0:deny-unless-permit": denyUnlessPermit,
  "3.0:permit-unless-deny": permitUnlessDeny,
  "1.0:first-applicable": firstApplicable,
};

const ALGORITHM_ID = /^urn:oasis:names:tc:xacml:(\d\.\d):(?:rule|policy)-combining-algorithm:(.+)$/;

/** Combines the decisions of rules; an algorithm that is not known gives `Indeterminate{DP}`. */
export function combine(algorithmId: string, decisions: readonly RuleDecision[]): RuleDecision {
  const [, version = "", name = ""] = ALGORITHM_ID.exec(comparableUri(algorithmId)) ?? [];
  const key = `${version}:${name}`;
  const algorithm = Object.hasOwn(ALGORITHMS, key) ? ALGORITHMS[key] : undefined;
  return algorithm?.(decisions) ?? "Indeterminate{DP}";
}
