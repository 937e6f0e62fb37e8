import { run } from "./program";

void run({
  args: process.argv.slice(2),
  env: process.env,
  print: (line) => {
    console.log(line);
  },
  complain: (line) => {
    console.error(line);
  },
}).then((status) => {
  process.exitCode = status;
});
