// up, preview, refresh and down on a project's local stack. A process of its own, on the Node that was prepared.
// Arguments: folder of the checkout, folder of the Pulumi project, command, further arguments for the Pulumi CLI. The
// environment variable ALTINN_LOCAL_FOLDER keeps the stack and the embedded Altinn's data elsewhere than in the project's `.local`.
import { say } from "../bootstrap/console.mjs";
import { openLocalStack } from "../local-stack/index.mjs";
import { verifiedLine } from "../local-stack/verified.mjs";

const [root = "", project = "", command = "", ...given] = process.argv.slice(2);
const args = given.filter((argument) => argument !== "--");

/** @type {NodeJS.Signals | undefined} */
let interrupted;
/** @type {import("../local-stack/index.mjs").LocalStack | undefined} */
let stack;
// A running engine is told by listeners of its own; here it is only remembered.
const interrupt = (/** @type {NodeJS.Signals} */ name) => {
  interrupted ??= name;
  stack?.noteEnding();
};
process.on("SIGINT", interrupt).on("SIGTERM", interrupt).on("SIGHUP", interrupt);
process.on("disconnect", () => interrupt("SIGTERM"));

const FAILED = {
  up:
    "`npm run up` failed: the Pulumi CLI says above why. Where the preview failed, nothing was written; else what was made is kept.\n" +
    "Correct the program or its configuration and run `npm run up` again; `npm run preview -- --diff` shows\n" +
    "what is left to do.",
  preview: "`npm run preview` failed: the Pulumi CLI says above why. Nothing was changed.",
  refresh:
    "`npm run refresh` failed: the Pulumi CLI says above why. Run it again when they are put right.",
  down: "`npm run down` failed: the Pulumi CLI says above why. Run it again when they are put right.",
};

/** @returns {Promise<number>} exit status */
async function main() {
  const startedAt = new Date();
  const folder = process.env.ALTINN_LOCAL_FOLDER;
  stack = await openLocalStack({ root, project, ...(folder ? { folder } : {}) });
  try {
    if (interrupted) return 1;
    if (command === "down" && !stack.exists()) {
      say("There is no local stack: nothing to take down.");
      return 0;
    }
    await stack.create();
    if (interrupted) return 1;
    const name = command === "down" ? "destroy" : /** @type {"up"} */ (command);
    const { status, killed, interrupted: during } = await stack.run(name, args);
    if (during) return 1;
    if (killed) {
      say(
        `The Pulumi CLI was ended by ${killed}. Run \`npm run ${command}\` again, which goes on from here.`,
      );
      return 1;
    }
    if (status !== 0) {
      // Pulumi's own status for "there are changes" (7) and the like is passed on; it is no failure.
      if (status === 1 || status === 255) say(FAILED[/** @type {"up"} */ (command)]);
      return status === 255 ? 1 : status;
    }
    if (command === "up") {
      console.log(verifiedLine((await stack.outputs()).smokeCheck, startedAt));
    }
    return 0;
  } finally {
    await stack.close();
  }
}

/** @type {number} */
let status;
try {
  status = await main();
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  status = 1;
}
if (interrupted) say("Interrupted. The next run goes on from here.");
process.exit(interrupted === "SIGINT" ? 130 : interrupted ? 143 : status);
