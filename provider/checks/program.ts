import type { ReadProgram } from "../stack/stack-program";
import { heldUp, notChecked, ofStep, ok, type Check, type Subject } from "./check";

/* Which services there are to look at. */

/** Whether the services of a stack are known. */
export function programChecks(
  stack: string | undefined,
  read: ReadProgram | undefined,
  ofConfig: string | undefined,
): Check[] {
  if (stack === undefined) return [];
  const about: Subject = {
    step: "settings",
    id: "program",
    title: `Program of the stack ${stack}`,
  };
  if (ofConfig !== undefined) return [heldUp(about, "the stack's configuration could not be read")];
  if (read === undefined) return [heldUp(about, "the settings are not right")];
  const { program, problem } = read;
  if (program === undefined) {
    return [
      notChecked(about, `Which services it has is not known: ${problem}.`, {
        todo: `${/exists already and differs/.test(problem ?? "") ? `What this stack does not have yet is brought into the program by \`npx --no altinn-broker import --stack ${stack}\`; adopt: true would change it at Altinn. Else run` : "Run"} \`pulumi preview --stack ${stack}\`, and mend what it names. Until then name services with --only.`,
        where: "the program, and the tools above",
        who: "we",
      }),
    ];
  }
  const names = program.services.map(({ identifier }) => identifier);
  return names.length === 0 ? [] : [ok(about, `It names ${names.join(", ")}.`)];
}

/** Without a service two steps have nothing to look at, which is not as good as finding nothing wrong. */
export function unnamedChecks(
  stack: string | undefined,
  program: ReadProgram | undefined,
): Check[] {
  const subjects = [
    ofStep("resource", "Resource and policy"),
    ofStep("configuration", "The resource in Broker"),
  ];
  if (stack !== undefined && program?.program === undefined)
    return subjects.map((about) => heldUp(about, `the services of ${stack} are not known`));
  const seen =
    stack === undefined
      ? "No service was named."
      : `The program of ${stack} names no service whose identifier is known before \`up\`.`;
  return subjects.map((about, at) =>
    at > 0
      ? heldUp(about, "no service was named")
      : notChecked(about, seen, {
          todo:
            stack === undefined
              ? "Run this with --stack NAME for the services of a stack, or with --only ID,ID."
              : "Put a Resource into the program, or name services with --only ID,ID.",
          where: "this command",
          who: "we",
        }),
  );
}
