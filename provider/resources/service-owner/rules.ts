import type { Warned } from "../../lines";
import { isUnknown } from "../../values/unknown";
import type { Values } from "../lifecycle";

/*
 * What is refused of a service owner before anything is called. Source: Altinn/altinn-broker, ServiceOwnerController and
 * the table of service owners.
 */

/** Column `name` of Broker's table of service owners, in characters. */
const LONGEST_NAME = 500;
/** Broker gives the name to the storage as an Azure tag, whose values hold at most so many characters. */
const LONGEST_TAG = 256;
const LONGEST_WAIT_SECONDS = 86_400;

/** Sentences, one for each broken rule, each beginning with the path of its property; unknown values are not judged. */
export function serviceOwnerFailures(inputs: Values): string[] {
  return [...nameFailures(inputs.name), ...timeoutFailures(inputs.readyTimeoutSeconds)];
}

/** Sentences about the arguments that are given. */
export function serviceOwnerWarnings(args: Values): Warned[] {
  const { name } = args;
  if (typeof name !== "string" || isUnknown(name)) return [];
  const length = [...name].length;
  return length > LONGEST_TAG && length <= LONGEST_NAME
    ? [
        {
          code: "long-name",
          text: `name has ${String(length)} characters. Broker takes it for ever, but gives it to Azure as a tag of at most ${String(LONGEST_TAG)}: its storage may never become ready. Write a shorter one.`,
        },
      ]
    : [];
}

function nameFailures(name: unknown): string[] {
  if (typeof name !== "string" || name.trim() === "") {
    return [
      `name is ${JSON.stringify(name) ?? "missing"}. Write the service owner's name, as Broker shall show it for ever.`,
    ];
  }
  const length = [...name].length;
  if (length > LONGEST_NAME) {
    return [
      `name has ${String(length)} characters. Broker keeps at most ${String(LONGEST_NAME)}; write a shorter one.`,
    ];
  }
  return /[\0\p{Surrogate}]/u.test(name)
    ? ["name holds the character NUL, or half a character, which Broker cannot keep. Take it out."]
    : [];
}

function timeoutFailures(seconds: unknown): string[] {
  if (seconds === undefined || isUnknown(seconds)) return [];
  const good =
    typeof seconds === "number" &&
    Number.isInteger(seconds) &&
    seconds >= 1 &&
    seconds <= LONGEST_WAIT_SECONDS;
  return good
    ? []
    : [
        `readyTimeoutSeconds is ${JSON.stringify(seconds)}. Write whole seconds from 1 to ${String(LONGEST_WAIT_SECONDS)}.`,
      ];
}
