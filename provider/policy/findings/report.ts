import { accessOf } from "../access/access";
import { PolicyError } from "../policy-error";
import { decodePolicy, isUtf16 } from "../text/bytes";
import { readPolicyWithProblems } from "../xacml/read";
import { checkPolicy } from "./check";
import { findingText, type FindingCode } from "./finding";
import { resourceIdOf } from "./registry";

/** What there is to say about one policy file. */
export interface PolicyReport {
  file: string;
  /** Nothing refuses it. */
  accepted: boolean;
  /** Why not, a text each. */
  reasons: string[];
  /** What should be known all the same, a text each. */
  warnings: string[];
  /** Who may do what, as `access` says; empty for a file that cannot be read. */
  access: Readonly<Record<string, string>>;
}

/** What cannot be said while it is not known which resource the policy is for. */
const ABOUT_THE_RESOURCE: ReadonlySet<FindingCode> = new Set<FindingCode>([
  "other-resource",
  "no-resource",
]);

/**
 * Reads, checks and puts in words one policy file.
 *
 * @param options.resourceId The resource it is for; left out, the one that its rules name.
 */
export function policyReport({
  file,
  bytes,
  resourceId,
}: {
  file: string;
  bytes: Uint8Array;
  resourceId?: string | undefined;
}): PolicyReport {
  const unread = (...reasons: string[]): PolicyReport => ({
    file,
    accepted: false,
    reasons,
    warnings: [],
    access: {},
  });
  if (bytes.length === 0) return unread("The file is empty.");
  let xml: string;
  try {
    xml = decodePolicy(bytes);
  } catch (error) {
    if (error instanceof PolicyError) return unread(error.message);
    throw error;
  }
  const { policy, problems } = readPolicyWithProblems(xml);
  if (!policy || problems.length > 0) return unread(...problems.map(({ message }) => message));

  const found = resourceId === undefined ? resourceIdOf(policy) : { id: resourceId };
  const id = "id" in found ? found.id : "";
  const { refusals, warnings } = checkPolicy({ xml, resourceId: id });
  const reasons = refusals
    .filter(({ code }) => "id" in found || !ABOUT_THE_RESOURCE.has(code))
    .filter(({ code }) => code !== "encoding" || !isUtf16(bytes))
    .map(findingText);
  if (isUtf16(bytes)) {
    reasons.unshift(
      "The policy is saved as UTF-16. Policies are read and sent as UTF-8, in which it is no XML. Save it as UTF-8.",
    );
  }
  // A policy without rules speaks of no resource, and fits any.
  if ("reason" in found && policy.rules.length > 0) reasons.unshift(`The policy: ${found.reason}.`);
  return {
    file,
    accepted: reasons.length === 0,
    reasons,
    warnings: warnings.map(findingText),
    access: accessOf(policy, id).lines,
  };
}
