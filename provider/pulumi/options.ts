import * as pulumi from "@pulumi/pulumi";
import type { Kind } from "../resources/lifecycle";

/** What `rules` come to; ignoring one of them alone would hide what is uploaded. */
const OF_THE_POLICY: ReadonlySet<string> = new Set([
  "rules",
  "access",
  "minimumAuthenticationLevel",
]);

/**
 * Refuses options by which the plan would not say what happens.
 *
 * @throws pulumi.RunError with what to write instead
 */
export function checkOptions(kind: Kind, name: string, opts: pulumi.CustomResourceOptions): void {
  const title = `${kind} "${name}"`;
  if (opts.import !== undefined)
    throw new pulumi.RunError(
      `${title}: the option import does nothing for it. Leave it out: what exists and equals the program is taken over by itself, and the preview says what differs.`,
    );
  const ignored = (opts.ignoreChanges ?? []).filter((path) => OF_THE_POLICY.has(path));
  if (kind === "ResourcePolicy" && ignored.length > 0)
    throw new pulumi.RunError(
      `${title}: ignoreChanges names ${ignored.join(" and ")}, which would hide changes of access and not stop them. To leave the policy at Altinn as it is, write ignoreChanges: ["xml"].`,
    );
}
