import { Command } from "commander";
import { messageOf } from "../errors";
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

program.parseAsync().catch((error: unknown) => {
  console.error(`not verified: ${messageOf(error)}`);
  process.exitCode = 1;
});
