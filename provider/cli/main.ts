import { run } from "./program";
import { progressOn } from "./progress";

void run({
  args: process.argv.slice(2),
  env: process.env,
  print: (line) => {
    console.log(line);
  },
  complain: (line) => {
    console.error(line);
  },
  ...(process.stdout.isTTY && process.stderr.isTTY ? { progress: progressOn(process.stderr) } : {}),
}).then((status) => {
  process.exitCode = status;
});
