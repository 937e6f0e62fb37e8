import type { PulumiCli } from "./pulumi-cli";
import { readStackList } from "./stack-list";

/** A stack that the project does not have, sentences. */
export interface MissingStack {
  /** That it is not there, and which stacks are. */
  readonly seen: string;
  readonly todo: string;
}

/** Undefined when the project has the stack, and when the CLI cannot tell. */
export async function missingStack(
  cli: PulumiCli,
  stack: string,
): Promise<MissingStack | undefined> {
  const names = (await readStackList(cli))?.map(({ name }) => name);
  if (names === undefined || names.includes(stack.split("/").at(-1) ?? "")) return undefined;
  const init = `make it with \`pulumi stack init ${stack}\` and set its settings`;
  return names.length === 0
    ? {
        seen: `The project has no stack yet, so there is no ${stack}.`,
        todo: `To have it, ${init}.`,
      }
    : {
        seen: `The project has no stack ${stack}; it has ${names.join(", ")}.`,
        todo: `Name one of these with --stack, or ${init}.`,
      };
}
