import { Command, CommanderError, InvalidArgumentError } from "commander";
import { messageOf } from "../errors";
import { WrongUseError } from "../import/stack-place";
import { doctorCommand } from "./doctor";
import { documents } from "./documents";
import { addExplain } from "./explain";
import { NothingToLookAtError } from "./files";
import { importCommand } from "./import";
import { COULD_NOT_BE_TRIED, statuses, WRONG_USE, type Invocation } from "./invocation";
import { listCommand } from "./list";
import { policies } from "./policies";
import { LARGEST_FILE, smoke, type Outcome } from "./smoke";

const STATUS_OF: Readonly<Record<Outcome, number>> = {
  verified: 0,
  "not verified": 1,
  "could not be tried": COULD_NOT_BE_TRIED,
};

/** Runs the command that `args` name. Returns its exit status, and never throws. */
export async function run(invocation: Invocation): Promise<number> {
  let status = 0;
  try {
    const program = commands(invocation, (ended) => {
      status = ended;
    });
    await program.parseAsync(invocation.args, { from: "user" });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : WRONG_USE;
    invocation.progress?.("");
    invocation.complain(`error: ${messageOf(error)}`);
    return error instanceof NothingToLookAtError || error instanceof WrongUseError
      ? WRONG_USE
      : COULD_NOT_BE_TRIED;
  }
}

function commands(invocation: Invocation, end: (status: number) => void): Command {
  const { env, print, complain, waiting } = invocation;
  // What every command takes over from the program is set before there is one.
  const program = new Command("altinn-broker")
    .description("Commands beside `pulumi up` for services on Altinn Broker.")
    .exitOverride()
    .configureOutput({ writeOut: inLines(print), writeErr: inLines(complain) });

  const add = (command: Command): void => {
    program.addCommand(command.copyInheritedSettings(program));
  };

  add(doctorCommand(invocation, end));
  add(listCommand(invocation, end));
  add(importCommand(invocation, end));
  program
    .command("smoke")
    .description(
      "Send a file through a service as sender, fetch and confirm it as recipient, and compare the bytes.",
    )
    .requiredOption("--resource <id>", "identifier of the registry resource", identifier)
    .option("--bytes <count>", `size of the file, 1 to ${String(LARGEST_FILE)}`, fileSize, 65_536)
    .option(
      "--without-virus-scan",
      "ask for a transfer without virus scan (production needs Altinn's approval)",
      false,
    )
    .addHelpText(
      "after",
      statuses(
        "0  verified",
        "1  not verified: Broker refused, or the file did not come through",
        "2  wrong use",
        "3  could not be tried: settings, key or token are wrong, there is no connection, or Altinn is down",
      ),
    )
    .action(async (options: { resource: string; bytes: number; withoutVirusScan: boolean }) => {
      const { resource: resourceId, bytes, withoutVirusScan } = options;
      const asked = { resourceId, bytes, withoutVirusScan };
      end(STATUS_OF[await smoke({ ...asked, ...waiting, env, print, complain })]);
    });

  program
    .command("documents")
    .description(
      "Say of each file, as a line of JSON, whether the Resource Registry takes it as a new resource from the owner that it names.",
    )
    .argument("<path...>", "files, and folders of .json files; folders in them are looked into")
    .addHelpText("after", ofFiles)
    .action((paths: string[]) => {
      end(documents({ paths, print }));
    });

  program
    .command("policies")
    .description(
      "Say of each file, as a line of JSON, whether the policy is accepted and whom it lets in.",
    )
    .argument(
      "<path...>",
      "files, and folders of .xml and .xacml files; folders in them are looked into",
    )
    .option("--resource <id>", "registry resource that they are for (default: the one each names)")
    .addHelpText("after", ofFiles)
    .action((paths: string[], { resource: resourceId }: { resource?: string }) => {
      end(policies({ paths, resourceId, print }));
    });

  addExplain(program, invocation, end);
  return program;
}

const ofFiles = statuses(
  "0  all are accepted",
  "1  one at least is not",
  "2  there was nothing to look at, or wrong use",
);

const inLines =
  (print: (line: string) => void) =>
  (text: string): void => {
    print(text.replace(/\n$/, ""));
  };

function identifier(text: string): string {
  if (text.trim() === "")
    throw new InvalidArgumentError("Write the identifier of a registry resource.");
  return text;
}

function fileSize(text: string): number {
  const bytes = /^\d+$/.test(text) ? Number(text) : 0;
  if (bytes >= 1 && bytes <= LARGEST_FILE) return bytes;
  throw new InvalidArgumentError(
    `Write a whole number from 1 to ${String(LARGEST_FILE)}, in digits.`,
  );
}
