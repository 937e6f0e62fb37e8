import type { RegistryDocument } from "../../clients/resource-registry";
import { RefusedError } from "../../errors";
import { accessTaken, stays, type Line } from "../../lines";
import type { Settings } from "../../settings";
import { connectedInWords } from "../access-list-mode";
import { without, type Context, type Values } from "../lifecycle";
import { sameMember } from "./comparison";
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
      const now = await registry.getResource(live.identifier);
      if (now && !isLike(now, wanted)) throw lost(title, wanted, now);
    }
  }
  say(lineOfLeaving(title, way, await listsInWords(context, live, way)));
}

/** Nobody reads a resource that has left the state: that it was not taken out of use is seen now or never. */
function lost(title: string, wanted: Values, now: RegistryDocument): RefusedError {
  const members = Object.keys(wanted).filter((key) => !sameMember(key, wanted[key], now[key]));
  return new RefusedError(
    `${title} was written, but the Resource Registry shows another value of ${members.join(", ")}, so it stays as it was. Run \`pulumi up\` (or \`pulumi destroy\`) again.`,
  );
}

/** What access lists have to do with it: looked at after the write, and of what stays as it was only what is known already. */
async function listsInWords(
  context: Context,
  { identifier, accessListMode }: RegistryDocument,
  way: WayToDelete,
): Promise<string | undefined> {
  if (way === "close") return connectedInWords(context, identifier);
  if (!sameMember("accessListMode", "Enabled", accessListMode)) return undefined;
  const lists = await context.connectedLists.known(identifier);
  if (lists === undefined) return FILTERED_TEXT;
  return lists.length === 0 ? UNCONNECTED_TEXT : filteredText(lists);
}

/**
 * What it means for everybody that a resource leaves the program in this way.
 *
 * @param lists What access lists have to do with it, a sentence.
 */
export function lineOfLeaving(title: string, way: WayToDelete, lists?: string): Line {
  switch (way) {
    case "keep":
      return stays(title, KEPT_TEXT);
    case "withdraw":
      return stays(title, [lists ?? OPEN_TEXT, WITHDRAWN_TEXT].join(" "));
    case "close":
      return accessTaken(
        title,
        "accessListMode Enabled",
        [SHUT_TEXT, lists ?? LISTS_TEXT, CLOSED_TEXT].join(" "),
      );
    case "delete":
      return accessTaken(title, "everybody", DELETED_TEXT);
  }
}

const KEPT_TEXT =
  "it stays as it is at Altinn, and so does access. To end the service, run `pulumi up` with another onDelete before it leaves the program.";
const DELETED_TEXT =
  "the resource is deleted, and its identifier can never be used again. New transfers are refused at once.";
const OPEN_TEXT = "transfers and access go on as before.";
const FILTERED_TEXT =
  "accessListMode stays Enabled, so whoever is let in as a member of a connected access list is let in as before.";
const UNCONNECTED_TEXT =
  "accessListMode stays Enabled and no access list is connected, so nobody is let in.";
const filteredText = (lists: readonly string[]): string =>
  `accessListMode stays Enabled, so members of ${lists.join(", ")} are let in as before.`;
const WITHDRAWN_TEXT =
  "The resource is withdrawn: not visible, and nobody can delegate it any more, which closes nothing.";
const SHUT_TEXT = "everybody who is on no connected access list.";
const LISTS_TEXT = "Which lists are connected is looked at then.";
const CLOSED_TEXT =
  "For whoever is not let in, new transfers are refused at once and everything else within 10 minutes, files that are not fetched yet included. The resource is withdrawn.";
