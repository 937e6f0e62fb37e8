import type { Warned } from "../../lines";
import { ASKED_ACTIONS, KNOWN_ACTIONS } from "../../policy/xacml/identifiers";
import { nearest } from "../../values/nearest";
import { isUnknown } from "../../values/unknown";
import { listIdentifierFailures } from "../access-list/rules";
import { identifierFailures } from "../identifier";
import type { Values } from "../lifecycle";

/*
 * What is refused of a connection before anything is called. Source: Altinn/altinn-resource-registry, AccessListsController.
 */

/** Sentences, one for each broken rule, each beginning with the path of its property; unknown values are not judged. */
export function connectionFailures({ accessList, resourceId, actions }: Values): string[] {
  return [
    ...listIdentifierFailures(accessList, "accessList"),
    ...identifierFailures(resourceId, "resourceId"),
    ...actionFailures(actions),
  ];
}

function actionFailures(actions: unknown): string[] {
  if (actions === undefined || isUnknown(actions)) return [];
  if (!Array.isArray(actions))
    return [`actions is ${JSON.stringify(actions)}. Write a list of actions, such as ["read"].`];
  if (actions.length === 0)
    return [
      "actions is empty, which the registry takes for every action. Leave it out to allow every action, or name those that are allowed; to let nobody in, take the connection out.",
    ];
  return actions.flatMap((action: unknown, at) =>
    isUnknown(action) || isAction(action)
      ? []
      : [
          `actions[${String(at)}] is ${JSON.stringify(action) ?? "missing"}. Write the name of an action, such as "read".`,
        ],
  );
}

const isAction = (action: unknown): boolean =>
  typeof action === "string" && action.trim() === action && /^[^\0\p{Surrogate}]+$/u.test(action);

/** Sentences about the arguments that are given: the registry takes any text for an action. */
export function connectionWarnings({ actions }: Values): Warned[] {
  const known: readonly string[] = KNOWN_ACTIONS;
  const others = Array.isArray(actions)
    ? actions.filter(
        (action) => typeof action === "string" && !isUnknown(action) && !known.includes(action),
      )
    : [];
  return [...new Set(others)].map((action: string) => {
    const [near] = nearest(action, known, (each) => [each], 1);
    const instead =
      near === undefined
        ? 'Take it out, or acknowledge: ["action-not-asked"] when another API asks for it.'
        : `Write ${near}.`;
    return {
      code: "action-not-asked",
      text: `actions has ${JSON.stringify(action)}, which lets nobody in: Broker and Altinn Events ask for ${ASKED_ACTIONS.join(", ")} alone, in lower case, and a connection lets through only the actions that it names. ${instead}`,
    };
  });
}
