import type { AllStacks } from "../program-writer/values";
import { namedStacks } from "./stack-place";
import type { Written } from "./write";

/* What an import of one stack does to the others that are remembered. */

const isFileOf = (stack: string, path: string): boolean =>
  path.endsWith(`.${stack}.json`) || path.endsWith(`.${stack}.xml`);

const othersOf = (stacks: AllStacks, stack: string): string[] =>
  namedStacks(stacks).filter((other) => other !== stack);

/** Files of a stack that was not asked about, which are there, others or gone because what the program shares is another one now; sentences. */
export function notesOnOthers(stacks: AllStacks, stack: string, written: Written): string[] {
  const { made, changed, removed } = written;
  return othersOf(stacks, stack).flatMap((other) => {
    const isOfOther = (path: string): boolean => isFileOf(other, path);
    const own = [...made, ...changed].filter(isOfOther).sort();
    const gone = removed.filter(isOfOther);
    return [
      ...(own.length === 0
        ? []
        : [
            `What the program shares has become what ${stack} has. ${other} has something else, as it was imported last: that stands in ${own.join(", ")}, and goes before the program in ${other}. Run the import with --stack ${other} too, so that it is what ${other} has now.`,
          ]),
      ...(gone.length === 0
        ? []
        : [
            `${other} has what the program shares now, as it was imported last, so ${gone.join(", ")} is gone. Run the import with --stack ${other} too, so that it is what ${other} has now.`,
          ]),
    ];
  });
}

/** A stack whose program may have lost something with what somebody edited. */
export interface Lost {
  readonly stack: string;
  /** What was edited that holds for it, from the folder. */
  readonly files: readonly string[];
}

/** Of the stacks that were not asked about, in the order in which they were imported. */
export function stacksThatLost(
  stacks: AllStacks,
  stack: string,
  thrownAway: readonly string[],
): Lost[] {
  const names = namedStacks(stacks);
  const isFor = (other: string, path: string): boolean =>
    isFileOf(other, path) || !names.some((name) => isFileOf(name, path));
  return othersOf(stacks, stack)
    .map((other) => ({ stack: other, files: thrownAway.filter((path) => isFor(other, path)) }))
    .filter(({ files }) => files.length > 0);
}

/** What is to be done for them, a note for each. */
export const notesOnLost = (lost: readonly Lost[]): string[] =>
  lost.map(
    ({ stack, files }) =>
      `What somebody wrote in ${files.join(", ")} is thrown away for ${stack} as well: there the program says now what was imported last, which may lack what ${stack} has by hand. Run \`import --stack ${stack}\` and then \`pulumi preview --stack ${stack}\` before anything is applied.`,
  );
