import { Command } from "commander";
import { takeListing, type Listing } from "../inventory/listing";
import { listingLines } from "../inventory/listing-lines";
import { environmentName } from "./arguments";
import { COULD_NOT_BE_TRIED, statuses, type Invocation } from "./invocation";

/** `altinn-broker list`. `end` is given the exit status. */
export const listCommand = (
  { env, cwd, print, progress, waiting, elsewhere }: Invocation,
  end: (status: number) => void,
): Command =>
  new Command("list")
    .description(
      "List the organisation's services, a line each, odd ones first: what the registry, Broker and a stack have of them. Needs no key; what does is looked at when there is one.",
    )
    .option(
      "--environment <name>",
      "look in this environment; may be repeated (default: that of the settings)",
      environmentName,
    )
    .option("--org <code>", "Altinn's code of the organisation (default: that of the settings)")
    .option("--stack <name>", "take this stack's settings, too, and say which services it manages")
    .option("--access", "say below each service who may send and who may fetch")
    .option("--json", "print one JSON object instead of lines for people")
    .addHelpText(
      "after",
      "\nExample:\n  npx --no altinn-broker list --environment tt02 --org ttd\n",
    )
    .addHelpText(
      "after",
      statuses(
        "0  nothing is odd, as far as was looked",
        "1  something is odd",
        "2  wrong use",
        "3  it could not be looked: settings are wrong, or Altinn did not answer",
      ),
    )
    .action(async ({ json, environment, ...asked }: Options) => {
      const listing = await takeListing({
        ...asked,
        environments: environment,
        env,
        cwd: cwd ?? process.cwd(),
        elsewhere,
        pauseBetweenTries: waiting?.pauseBetweenTries,
        progress: progress ?? (() => undefined),
      });
      progress?.("");
      for (const line of json ? [JSON.stringify(listing, undefined, 2)] : listingLines(listing))
        print(line);
      end(statusOf(listing));
    });

interface Options {
  readonly environment?: readonly string[];
  readonly org?: string;
  readonly stack?: string;
  readonly access?: true;
  readonly json?: true;
}

/** What is not looked at for want of a key is as good as looked at; a key that is set and cannot be used is a mistake. */
function statusOf({ counts, environments }: Listing): number {
  if (counts.odd > 0) return 1;
  const isBroken = environments.some(({ isKeyUseless }) => isKeyUseless);
  return isBroken || counts.unread > 0 ? COULD_NOT_BE_TRIED : 0;
}
