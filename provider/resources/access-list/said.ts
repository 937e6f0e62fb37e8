import { ACCESS_LIST_SCOPE } from "../../clients/access-lists/calls";
import type { Connection } from "../../clients/access-lists/wire";
import { messageOf } from "../../errors";
import { accessGiven, accessTaken, note, type Line } from "../../lines";
import { filtersByLists, othersOf } from "../access-list-mode";
import type { Context } from "../lifecycle";
import { changeInWords, numbersInWords, type MemberChange } from "./members";
import { titled } from "./outputs";

/* What members who come and go gain and lose: the services that the list is connected to. */

/** A service with the actions that a connection lets through. */
export const serviceInWords = (resource: string, actions: readonly string[]): string =>
  actions.length === 0 ? resource : `${resource} (${actions.join(", ")})`;

/**
 * One line for each direction.
 *
 * @param atAltinn What somebody had done to the members since the last run.
 */
export function linesOfMembers(
  list: string,
  { come, go }: MemberChange,
  at: Services,
  atAltinn: MemberChange,
): Line[] {
  const title = titled(list);
  if ("none" in at)
    return [
      note(
        title,
        `${changeInWords({ come, go }, "future")}. This changes no access now: ${at.none}.`,
      ),
    ];
  const given = undone(come, atAltinn.go, "taken");
  const taken = undone(go, atAltinn.come, "given");
  return [
    ...(come.length > 0
      ? [accessGiven(title, who(come), `${at.services}, as far as the policy lets them in${given}`)]
      : []),
    ...(go.length > 0
      ? [
          accessTaken(
            title,
            who(go),
            `${at.services}, unless another connected list has them${taken}`,
          ),
        ]
      : []),
  ];
}

const who = (numbers: readonly string[]): string =>
  `${numbers.length === 1 ? "member" : "members"} ${numbersInWords(numbers)}`;

function undone(numbers: readonly string[], others: readonly string[], how: string): string {
  const both = numbers.filter((one) => others.includes(one));
  if (both.length === 0) return "";
  const which = both.length === numbers.length ? "it" : numbersInWords(both);
  return `; ${which} was ${how} at Altinn`;
}

/** What the members of a list that was deleted have lost. */
export async function linesOfDeletion(
  { connectedLists }: Context,
  list: string,
  connections: readonly Connection[],
): Promise<Line[]> {
  if (connections.length === 0)
    return [note(titled(list), "it is deleted with its members. It was connected to no service.")];
  const lines: Line[] = [];
  for (const { resource, actions } of connections) {
    connectedLists.went(list, resource);
    const others = await othersOf(connectedLists, resource);
    lines.push(
      accessTaken(titled(list), "its members", `${serviceInWords(resource, actions)}. ${others}`),
    );
  }
  return lines;
}

/** The services at which a list decides, in words, or why there is none. */
export type Services = { readonly services: string } | { readonly none: string };

/** They are asked for, since connections are no part of the list in state. A look that fails stops nothing. */
export async function servicesOf(context: Context, list: string): Promise<Services> {
  const unseen = (why: string): Services => ({
    services: `the services that it is connected to (not looked at${why})`,
  });
  if (context.settings.withoutKey) return unseen(", since ALTINN_WITHOUT_KEY is set");
  // Why there is no token is told by whoever is about to write.
  if (!(await context.beforeWriting(ACCESS_LIST_SCOPE)).hasToken) return unseen("");
  let connections: readonly Connection[];
  try {
    connections = (await context.accessLists.getList(list, "connections"))?.connections ?? [];
  } catch (error) {
    return unseen(`: ${messageOf(error)}`);
  }
  if (connections.length === 0) return { none: "the list is connected to no service" };
  const open: string[] = [];
  const services: string[] = [];
  for (const { resource, actions } of connections) {
    const isOpen = (await filtersByLists(context, resource)) === false;
    (isOpen ? open : services).push(serviceInWords(resource, actions));
  }
  return services.length === 0
    ? { none: `accessListMode of ${open.join(", ")} is not Enabled` }
    : { services: services.join(", ") };
}
