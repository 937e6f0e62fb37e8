import type { RegistryDocument } from "../../clients/resource-registry";
import { RefusedError } from "../../errors";
import { accessTaken, stays, type Line } from "../../lines";
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
  const { registry, settings, say } = context;
  if (way === "delete") {
    const refused = wayRefused(way, settings);
    if (refused !== undefined) throw new RefusedError(`${title} stays: ${refused}`);
    await registry.deleteResource(live.identifier);
  } else {
    const wanted = way === "close" ? CLOSED : WITHDRAWN;
    if (!isLike(live, wanted)) {
      const document = { ...(without(live, "versionId") as RegistryDocument), ...wanted };
      await registry.putResource(document, (now) => isLike(now, wanted));
    }
  }
  say(lineOfLeaving(title, way));
}

/** What it means for everybody that a resource leaves the program in this way. */
export function lineOfLeaving(title: string, way: WayToDelete): Line {
  switch (way) {
    case "keep":
      return stays(title, KEPT_TEXT);
    case "withdraw":
      return stays(title, WITHDRAWN_TEXT);
    case "close":
      return accessTaken(title, "accessListMode Enabled", CLOSED_TEXT);
    case "delete":
      return accessTaken(title, "everybody", DELETED_TEXT);
  }
}

const KEPT_TEXT =
  "it stays as it is at Altinn, and so does access. To end the service, run `pulumi up` with another onDelete before it leaves the program.";
const DELETED_TEXT =
  "the resource is deleted, and its identifier can never be used again. New transfers are refused at once.";
const WITHDRAWN_TEXT =
  "transfers and access go on as before. The resource is withdrawn: not visible, and nobody can delegate it any more, which closes nothing.";
const CLOSED_TEXT =
  "the resource is withdrawn, and let in are only members of a connected access list. With no list connected, new transfers are refused at once and everything else within 10 minutes, files that are not fetched yet included. Members of a connected list keep their access, which cannot be seen from here: look in Altinn whether one is connected.";
