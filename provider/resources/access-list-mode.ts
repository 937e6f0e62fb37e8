import type { ConnectedLists } from "../clients/access-lists/connected-lists";
import { messageOf } from "../errors";
import { isUnknown } from "../values/unknown";
import type { Context } from "./lifecycle";
import { sameMember } from "./resource/comparison";

/*
 * `accessListMode` of a service, on which other kinds rest: Enabled, the decision point lets in only members of connected
 * access lists, on top of the policy.
 */

/**
 * Whether only members of connected lists are let into a service. Undefined while nobody knows. The program's own resource
 * has been checked before; another one is read, once in a run.
 */
export async function filtersByLists(
  context: Context,
  resourceId: string,
): Promise<boolean | undefined> {
  const { accessListModes, registry } = context;
  if (!accessListModes.has(resourceId)) {
    // That the registry cannot be reached is told by whoever needs it.
    const live = await registry.getResource(resourceId).catch(() => undefined);
    if (live) accessListModes.set(resourceId, live.accessListMode);
  }
  return filtersAsKnown(context, resourceId);
}

/** As `filtersByLists`, without asking anybody. */
export function filtersAsKnown(
  { accessListModes }: Context,
  resourceId: string,
): boolean | undefined {
  const mode = accessListModes.get(resourceId);
  if (!accessListModes.has(resourceId) || isUnknown(mode)) return undefined;
  return sameMember("accessListMode", "Enabled", mode);
}

/** Who is let in by lists at Altinn now, a sentence. A look that fails stops nothing. */
export async function connectedInWords(
  { connectedLists, settings }: Context,
  resourceId: string,
): Promise<string> {
  if (settings.withoutKey)
    return "Access lists were not looked at, since ALTINN_WITHOUT_KEY is set.";
  try {
    const lists = await connectedLists.to(resourceId);
    return lists.length === 0
      ? "No access list is connected at Altinn now: until one is, nobody is let in."
      : `Connected at Altinn now: ${lists.join(", ")}, whose members keep their access.`;
  } catch (error) {
    return `Access lists were not looked at. ${messageOf(error)}`;
  }
}

/** What becomes of the service after a list has been disconnected. A look that fails stops nothing. */
export async function othersOf(connected: ConnectedLists, resourceId: string): Promise<string> {
  try {
    const lists = await connected.to(resourceId);
    return lists.length === 0
      ? "It was the last list: nobody gets in while accessListMode is Enabled."
      : `Members of ${lists.join(", ")} keep their access.`;
  } catch (error) {
    return `Whether another list is connected could not be seen: ${messageOf(error)}`;
  }
}
