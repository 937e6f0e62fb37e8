import { Command } from "commander";
import type { Status } from "../checks/check";
import { diagnose } from "../checks/doctor";
import { reportLines, reportOf } from "../checks/report";
import { identifiers } from "./arguments";
import { COULD_NOT_BE_TRIED, statuses, type Invocation } from "./invocation";

const STATUS_OF: Readonly<Record<Status, number>> = {
  ok: 0,
  warning: 0,
  failure: 1,
  "not checked": COULD_NOT_BE_TRIED,
};

/** `altinn-broker doctor`. `end` is given the exit status. */
export const doctorCommand = (
  { env, cwd, print, progress, waiting }: Invocation,
  end: (status: number) => void,
): Command =>
  new Command("doctor")
    .description(
      "Say of all that must be true before the first `pulumi up`, in the order of Altinn's guide, whether it is, and what to do where it is not.",
    )
    .option("--stack <name>", "take settings and services of this stack of the Pulumi project, too")
    .option("--only <ids>", "look at these services: identifiers with commas between", identifiers)
    .option("--lists", "access lists are used: ask for their scope (known by itself with --stack)")
    .option("--json", "print one JSON object instead of lines for people")
    .addHelpText(
      "after",
      "\nExample:\n  npx --no altinn-broker doctor --only ttd-licences,ttd-permits\n",
    )
    .addHelpText(
      "after",
      statuses(
        "0  all is well, with warnings or without",
        "1  something is wrong",
        "2  wrong use",
        "3  nothing is wrong as far as was looked, and something could not be checked",
      ),
    )
    .action(async ({ json, ...asked }: Options) => {
      const report = reportOf(
        await diagnose({
          ...asked,
          env,
          cwd: cwd ?? process.cwd(),
          pauseBetweenTries: waiting?.pauseBetweenTries,
          ...(progress === undefined ? {} : { progress }),
        }),
      );
      progress?.("");
      for (const line of json ? [JSON.stringify(report, undefined, 2)] : reportLines(report))
        print(line);
      end(STATUS_OF[report.status]);
    });

interface Options {
  readonly stack?: string;
  readonly only?: readonly string[];
  readonly lists?: true;
  readonly json?: true;
}
