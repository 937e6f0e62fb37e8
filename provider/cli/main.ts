import { Command } from "commander";
import { messageOf } from "../errors";
import { documents } from "./documents";
import { policies } from "./policies";
import { smoke } from "./smoke";

const program = new Command("altinn-broker").description(
  "Commands beside `pulumi up` for services on Altinn Broker.",
);

program
  .command("smoke")
  .description(
    "Send a file through a service as sender, fetch and confirm it as recipient, and compare the bytes.",
  )
  .requiredOption("--resource <id>", "identifier of the registry resource")
  .option("--bytes <count>", "size of the file", "65536")
  .option(
    "--without-virus-scan",
    "ask for a transfer without virus scan (production needs Altinn's approval)",
    false,
  )
  .action(async (options: { resource: string; bytes: string; withoutVirusScan: boolean }) => {
    await smoke({
      resourceId: options.resource,
      bytes: Number(options.bytes),
      withoutVirusScan: options.withoutVirusScan,
      env: process.env,
      print: (line) => {
        console.log(line);
      },
    });
  });

program
  .command("documents")
  .description(
    "Say of each .json file in a folder whether the Resource Registry takes it as a new resource from the owner that it names.",
  )
  .argument("<folder>", "folder of resource documents; folders in it are looked into as well")
  .action((folder: string) => {
    try {
      documents(folder, (line) => {
        console.log(line);
      });
    } catch (error) {
      program.error(messageOf(error));
    }
  });

program
  .command("policies")
  .description(
    "Say of each .xml file in a folder, as a line of JSON, whether the policy is accepted and whom it lets in.",
  )
  .argument("<folder>", "folder of policies; folders in it are not looked into")
  .option("--resource <id>", "registry resource that they are for (default: the one each names)")
  .action((folder: string, options: { resource?: string }) => {
    try {
      policies({
        folder,
        resourceId: options.resource,
        print: (line) => {
          console.log(line);
        },
      });
    } catch (error) {
      program.error(messageOf(error));
    }
  });

program.parseAsync().catch((error: unknown) => {
  console.error(`not verified: ${messageOf(error)}`);
  process.exitCode = 1;
});
