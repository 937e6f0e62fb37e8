import type { Imported } from "./import";
import { hasNews, isFinding } from "./left-alone";
import type { Surroundings } from "./surroundings";

/** What to do after an import, sentences. */
export function nextSteps(
  { place, stack, program, leftAlone, lost, stateFile, surroundings }: Imported,
  isLeftOut: boolean,
): string[] {
  const { environment, orgCode, orgNumber } = place.settings;
  if (program === undefined || surroundings === undefined)
    return [
      `Nothing of it was found for organisation ${orgNumber} (${orgCode}) in ${environment}, and the program stays as it was. Check the organisation, the environment and --only.`,
    ];
  const { made, changed, removed } = program.written;
  const isWritten = made.length + changed.length + removed.length > 0;
  const npm = surroundings.npm.map((command) => `\`${command}\``);
  const before = [...npm, ...stackToMake(stack, environment, surroundings)];
  const name = stackName(stack, surroundings);
  const of = name === undefined ? "" : ` --stack ${name}`;
  const previews = [
    `\`pulumi preview${of}\``,
    ...lost.map(
      (other) => `once ${other.stack} is imported again, \`pulumi preview --stack ${other.stack}\``,
    ),
  ].join(", and ");
  const theirs = leftAlone.map(({ what }) => what);
  const edited = [...theirs, ...program.written.edited];
  if (surroundings.isManaged) {
    const isDone = !isWritten && !isLeftOut && !leftAlone.some(isFinding);
    const then =
      isWritten || (isDone && leftAlone.some(hasNews))
        ? ` Next: ${previews}, which says what the program changes.`
        : isDone
          ? " Nothing is to be done."
          : "";
    return [
      `The stack ${stack} manages all that was read already, so there is nothing to take over.${then}`,
    ];
  }
  return [
    `Next: ${inWords([...before, previews])}. ${lost.length === 0 ? "It" : "A preview"} says "taken over" of each resource that the stack does not manage yet; \`pulumi up${of}\` then writes nothing at Altinn${edited.length === 0 ? "" : `, but for what was edited (${edited.join(", ")}): of that the preview says what changes`}.${isLeftOut ? " What is left out is not in the program." : ""}`,
    ...(stateFile === undefined
      ? []
      : [
          `Or, without an \`up\`: \`pulumi import --file import.json --generate-code=false --protect=false${of}\`.`,
        ]),
  ];
}

/** As a command, with a condition where nobody knows. */
function stackToMake(stack: string, environment: string, { stacks }: Surroundings): string[] {
  const isThere = stack === "" ? stacks?.length !== 0 : stacks?.includes(stack);
  if (stacks !== undefined && isThere === true) return [];
  const init = `\`pulumi stack init ${stack === "" ? environment : stack}\``;
  return [stacks === undefined ? `${init} where there is no such stack yet` : init];
}

/** The stack that the next command is to name, of several the reader's choice; undefined where there is none yet. */
function stackName(stack: string, { stacks = [] }: Surroundings): string | undefined {
  if (stack !== "") return stack;
  const [only, ...more] = stacks;
  return more.length === 0 ? only : "NAME";
}

/** Such as `a, b, then c`. */
const inWords = (steps: readonly string[]): string =>
  steps.length === 1
    ? (steps[0] ?? "")
    : `${steps.slice(0, -1).join(", ")}, then ${steps.at(-1) ?? ""}`;
