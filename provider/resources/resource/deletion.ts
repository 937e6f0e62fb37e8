import type { RegistryDocument } from "../../clients/resource-registry";
import { RefusedError } from "../../errors";
import type { Settings } from "../../settings";
import { without, type Context } from "../lifecycle";
import { CLOSED, isLike, WITHDRAWN } from "./document";

/*
 * What happens to a registry resource that leaves the program. None of the ways that can be undone stops a transfer,
 * except `close`; `delete` is for test environments and burns the identifier.
 */

export const WAYS_TO_DELETE = ["withdraw", "close", "delete", "keep"] as const;
export type WayToDelete = (typeof WAYS_TO_DELETE)[number];

/** Why `way` cannot be taken in this environment, or undefined. */
export function wayRefused(way: unknown, settings: Settings): string | undefined {
  if (way !== "delete" || settings.facts.mayDelete) return undefined;
  return `onDelete is "delete", which the Resource Registry refuses in ${settings.environment}: it deletes in test environments only. Write "withdraw", "close" or "keep".`;
}

/** Takes `live` out of use as `way` says, and says what that does and does not do. */
export async function takeOutOfUse(
  context: Context,
  title: string,
  live: RegistryDocument,
  way: WayToDelete,
): Promise<void> {
  const { registry, settings, warn } = context;
  if (way === "delete") {
    const refused = wayRefused(way, settings);
    if (refused !== undefined) throw new RefusedError(`${title} stays: ${refused}`);
    await registry.deleteResource(live.identifier);
    warn(
      `${title} is deleted, and its identifier can never be used again. New transfers are refused from now on.`,
    );
    return;
  }
  const wanted = way === "close" ? CLOSED : WITHDRAWN;
  if (!isLike(live, wanted)) {
    const document = { ...(without(live, "versionId") as RegistryDocument), ...wanted };
    await registry.putResource(document, (now) => isLike(now, wanted));
  }
  warn(`${title} ${way === "close" ? CLOSED_TEXT : WITHDRAWN_TEXT}`);
}

const WITHDRAWN_TEXT =
  "is withdrawn: not visible, and nobody can delegate it any more. Transfers and access go on as before: withdrawing closes nothing.";
const CLOSED_TEXT =
  "is closed: withdrawn, and let in are only members of a connected access list. With no list connected, new transfers are refused at once and everything else within 10 minutes, files that are not fetched yet included. Members of a connected list keep their access, which cannot be seen from here: look in Altinn whether one is connected.";
