import { checkPolicy } from "./check";
import { resourceIdOf } from "./check-registry";
import { findingText } from "./finding";
import { decodePolicy } from "./policy-bytes";
import { PolicyError } from "./policy-error";
import { readPolicy } from "./read";
import { access } from "./words";

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
  access: Record<string, string>;
}

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
  try {
    const xml = decodePolicy(bytes);
    const policy = readPolicy(xml);
    const found = resourceId === undefined ? resourceIdOf(policy) : { id: resourceId };
    const id = "id" in found ? found.id : "";
    const { refusals, warnings } = checkPolicy({ xml, resourceId: id });
    const reasons = "id" in found ? refusals.map(findingText) : [`The policy: ${found.reason}.`];
    return {
      file,
      accepted: reasons.length === 0,
      reasons,
      warnings: warnings.map(findingText),
      access: access(policy, id),
    };
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return { file, accepted: false, reasons: [error.message], warnings: [], access: {} };
  }
}
