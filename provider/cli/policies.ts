import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../errors";
import { policyReport, type PolicyReport } from "../policy";

/** Largest body that the Resource Registry takes, in bytes: the limit of its web server. */
const LARGEST_POLICY = 30_000_000;

export interface PoliciesCommand {
  readonly folder: string;
  /** Registry resource that the policies are for; left out, the one that each of them names. */
  readonly resourceId?: string | undefined;
  readonly print: (line: string) => void;
}

/**
 * Prints one line of JSON for each `.xml` file that lies right in a folder, by name: what
 * `policyReport` says. A file that cannot be read is not accepted, with the reason.
 *
 * @throws the file system's error when the folder cannot be read
 */
export function policies({ folder, resourceId, print }: PoliciesCommand): void {
  const files = readdirSync(folder).filter((name) => name.toLowerCase().endsWith(".xml"));
  for (const file of files.sort()) print(JSON.stringify(report(folder, file, resourceId)));
}

function report(folder: string, file: string, resourceId: string | undefined): PolicyReport {
  const refused = (reason: string): PolicyReport => ({
    file,
    accepted: false,
    reasons: [reason],
    warnings: [],
    access: {},
  });
  try {
    const path = join(folder, file);
    const found = statSync(path);
    if (found.isDirectory()) return refused("It is a folder, not a file.");
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
