// Runs `up` of the example on a local stack of its own, and kills the CLI with SIGKILL at a request to the stand-in. Arguments:
// folder of the local stack; number of the request (0: never), or how its method and path begin, such as `PUT /broker/`;
// further arguments for `up`. Prints { requests, killed, status } as its last line.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openLocalStack } from "../../tools/local-stack/index.mjs";
import { MARK } from "../../tools/local-stack/run-record.mjs";
import { processesWith, programOf, signal } from "../../tools/processes.mjs";

const root = join(fileURLToPath(new URL(".", import.meta.url)), "..", "..");
const [folder = "", at = "0", ...args] = process.argv.slice(2);

let requests = 0;
let killed = 0;
const isTheOne = /^\d+$/.test(at)
  ? () => requests === Number(at)
  : ({ method, path }) => killed === 0 && `${method} ${path}`.startsWith(at);
const stack = await openLocalStack({
  root,
  folder,
  quiet: true,
  onRequest: (request) => {
    requests += 1;
    if (!isTheOne(request)) return;
    for (const pid of processesWith(`${MARK}=${stack.env[MARK]}`)) {
      if (programOf(pid) !== "pulumi") continue;
      signal(pid, "SIGKILL");
      killed = pid;
    }
  },
});
await stack.create();
const { status, output } = await stack.run("up", args);
await stack.close();
if (killed === 0 && status !== 0) console.log(output);
console.log(JSON.stringify({ requests, killed, status }));
process.exit(0);
