import { Command } from "commander";
import { importProgram } from "../import/import";
import { importReport, isComplete } from "../import/report";
import { reportLines } from "../import/report-lines";
import { identifiers, oneEnvironment } from "./arguments";
import { statuses, type Invocation } from "./invocation";

/** `altinn-broker import`. `end` is given the exit status. */
export const importCommand = (
  { args, env, cwd, print, progress, waiting, elsewhere }: Invocation,
  end: (status: number) => void,
): Command =>
  new Command("import")
    .description(
      "Write what exists at Altinn as a program: a file for each service, and an index.ts. Taking over is then one `pulumi up` that writes nothing at Altinn.",
    )
    .option(
      "--stack <name>",
      "take this stack's settings, too; what it has otherwise goes into files of its own. Needed once a stack was named",
    )
    .option(
      "--environment <name>",
      "read this environment (default: that of the settings)",
      oneEnvironment,
    )
    .option("--org <code>", "Altinn's code of the organisation (default: that of the settings)")
    .option("--only <ids>", "these services alone: identifiers with commas between", identifiers)
    .option(
      "--from <folder>",
      "take resources and policies from a checkout of Altinn Studio's ORG-resources",
    )
    .option("--into <folder>", "folder of the program (default: the current one)")
    .option("--xml", "every policy as XML, also where typed rules say the same")
    .option(
      "--force",
      "write files anew that somebody edited, for every stack; with --only those of these services alone",
    )
    .option("--json", "print one JSON object instead of lines for people")
    .addHelpText(
      "after",
      "\nExample:\n  npx --no altinn-broker import --stack tt02 --only ttd-licences,ttd-permits\n",
    )
    .addHelpText(
      "after",
      statuses(
        "0  all is in the program",
        "1  something is left out, or differs, or was edited and is left as it is",
        "2  wrong use",
        "3  nothing was written: settings or key are wrong, or others than before, or Altinn did not answer",
      ),
    )
    .action(async ({ json, ...asked }: Options) => {
      const imported = await importProgram({
        ...asked,
        env,
        cwd: cwd ?? process.cwd(),
        elsewhere,
        pauseBetweenTries: waiting?.pauseBetweenTries,
        progress: progress ?? (() => undefined),
      });
      progress?.("");
      const command = `npx --no altinn-broker ${args.map(quoted).join(" ")}`;
      const report = importReport(imported, command);
      for (const line of json
        ? [JSON.stringify(report, undefined, 2)]
        : reportLines(report, command))
        print(line);
      end(isComplete(report) ? 0 : 1);
    });

/** As a shell takes it. */
const quoted = (arg: string): string =>
  /^[\w./:=,@-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", "'\\''")}'`;

interface Options {
  readonly stack?: string;
  readonly environment?: string;
  readonly org?: string;
  readonly only?: readonly string[];
  readonly from?: string;
  readonly into?: string;
  readonly xml?: true;
  readonly force?: true;
  readonly json?: true;
}
