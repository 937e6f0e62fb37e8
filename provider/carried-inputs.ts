import { acknowledgeableOf } from "./lines";
import { without, type Kind, type Values } from "./resources/lifecycle";
import { sameJson } from "./values/compare";
import { nearest } from "./values/nearest";
import { isUnknown } from "./values/unknown";

/*
 * What the classes send beside the arguments of a lifecycle. What is about the plan alone begins with two underscores, by
 * which the engine leaves it out of diffs. What is kept in state but concerns no lifecycle is carried past it.
 */

/** Puts the source of the shell into inputs and outputs. */
export const PROVIDER = "__provider";
/** The logical name of another resource with this kind and identifier. */
const TWIN = "__twin";
/** Under which name and parent the program has it, as a URN. Pulumi's provider process is not told. */
const URN = "__urn";
/** Whether the engine leaves it at Altinn when it leaves the program. */
const RETAINED = "__retained";
const HIDDEN = "__";

/** `whenRemoved` says what leaving the program means, `acknowledge` which warnings are meant. */
const CARRIED = ["whenRemoved", "acknowledge", URN, RETAINED];

/** The arguments as a lifecycle knows them: hidden ones by their names. */
export function argumentsOf(inputs: Values): Values {
  const kept = Object.entries(without(inputs, PROVIDER, TWIN, URN, RETAINED, "whenRemoved"));
  return Object.fromEntries(
    kept.map(([key, value]) => [key.startsWith(HIDDEN) ? key.slice(HIDDEN.length) : key, value]),
  );
}

/** As the class sent them: what a lifecycle keeps for the time of a take-over is hidden again. */
export function inputsOf({ adopt, ...inputs }: Values, given: Values): Values {
  return {
    ...inputs,
    ...carriedIn(given),
    ...(adopt === undefined ? {} : { [`${HIDDEN}adopt`]: adopt }),
  };
}

export const carriedIn = (values: Values): Values =>
  Object.fromEntries(
    CARRIED.filter((key) => values[key] !== undefined).map((key) => [key, values[key]]),
  );

/** Undefined when an older version made it. */
export const urnIn = (values: Values): unknown => values[URN];

export const retainedIn = (values: Values): boolean => values[RETAINED] === true;

export const withoutCarried = (values: Values): Values => without(values, ...CARRIED);

/** Whether what the warnings acknowledge has changed; another wording of `whenRemoved` is no change. */
export const acknowledgesElse = (olds: Values, news: Values): boolean =>
  !sameJson(olds.acknowledge, news.acknowledge);

/** Why a resource cannot stand beside another one of the program; undefined when none has its identifier. */
export function twinFailure(title: string, inputs: Values): string | undefined {
  const twin = inputs[TWIN];
  if (typeof twin !== "string" || isUnknown(twin)) return undefined;
  return `${title} stands twice in the program: here and as "${twin}". Each would undo the other's changes. Take one of them out.`;
}

/** What is wrong with the codes of warnings, sentences. */
export function acknowledgeFailures(kind: Kind, { acknowledge }: Values): string[] {
  if (acknowledge === undefined || isUnknown(acknowledge)) return [];
  const codes = acknowledgeableOf(kind);
  if (!Array.isArray(acknowledge))
    return [`acknowledge is no list. Write a list of codes, such as ["${codes[0] ?? ""}"].`];
  return acknowledge.flatMap((code: unknown, at) => {
    if (isUnknown(code) || codes.some((known) => known === code)) return [];
    const [near] = nearest(String(code), codes, (known) => [known], 1);
    const instead = near ? `"${near}"` : `one of ${codes.join(", ")}`;
    return [
      `acknowledge[${String(at)}] is ${JSON.stringify(code)}, which is no code of a ${kind}. Write ${instead}.`,
    ];
  });
}

/** The codes that are acknowledged, as far as they are known. */
export const acknowledgedIn = ({ acknowledge }: Values): readonly string[] =>
  Array.isArray(acknowledge) ? acknowledge.filter((code) => typeof code === "string") : [];
