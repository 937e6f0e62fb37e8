import { readFileSync, statSync } from "node:fs";
import { messageOf } from "../errors";
import { policyReport, type PolicyReport } from "../policy";
import { filesIn, type FilesStatus, type FoundFile } from "./files";

/** Largest body that the Resource Registry takes, in bytes: the limit of its web server. */
const LARGEST_POLICY = 30_000_000;

export interface PoliciesCommand {
  /** Files and folders. */
  readonly paths: readonly string[];
  /** Registry resource that the policies are for; left out, the one that each of them names. */
  readonly resourceId?: string | undefined;
  readonly print: (line: string) => void;
}

/**
 * Prints one line of JSON for each file that is named, and each `.xml` and `.xacml` file in a folder that is, or below it:
 * what `policyReport` says. A file that cannot be read is not accepted, with the reason.
 *
 * @throws NothingToLookAtError, before anything is printed
 */
export function policies({ paths, resourceId, print }: PoliciesCommand): FilesStatus {
  const reports = filesIn(paths, [".xml", ".xacml"]).map((file) => {
    const said = report(file, resourceId);
    print(JSON.stringify(said));
    return said;
  });
  return reports.every(({ accepted }) => accepted) ? 0 : 1;
}

function report({ name: file, path }: FoundFile, resourceId: string | undefined): PolicyReport {
  const refused = (reason: string): PolicyReport => ({
    file,
    accepted: false,
    reasons: [reason],
    warnings: [],
    access: {},
  });
  try {
    const found = statSync(path);
    if (found.isDirectory()) return refused("It is a link to a folder, not a file.");
    if (!found.isFile()) return refused("It is not a regular file.");
    if (found.size > LARGEST_POLICY) {
      return refused(
        `The file has ${found.size} bytes. The registry takes at most ${LARGEST_POLICY}.`,
      );
    }
    return policyReport({ file, bytes: readFileSync(path), resourceId });
  } catch (error) {
    return refused(`The file cannot be read: ${messageOf(error)}`);
  }
}
