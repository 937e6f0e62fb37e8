import { spawn } from "node:child_process";

/**
 * @typedef {{ stdout: string, stderr: string }} Outputs both without the final newline
 */

/**
 * Runs a command through `/bin/sh -c` and shows what it prints while it runs, line by line.
 * @param {string} command
 * @param {{ environment?: Record<string, string>, dir?: string, stdin?: string, logging?: string,
 *   addPreviousOutputInEnv?: boolean }} inputs
 * @param {Outputs} previous outputs of the run before, handed over as PULUMI_COMMAND_STDOUT and _STDERR
 * @param {(line: string) => Promise<void>} show
 * @returns {Promise<Outputs>} rejected when the command fails, with its status and both outputs
 */
export function runCommand(command, inputs, previous, show) {
  const handedOver = inputs.addPreviousOutputInEnv === false ? {} : previousVariables(previous);
  const logging = inputs.logging ?? "stdoutAndStderr";
  /** @type {Promise<void>[]} */
  const shown = [];
  const showNext = (/** @type {string} */ line) => void shown.push(show(line));
  return new Promise((resolve, reject) => {
    const child = spawn("/bin/sh", ["-c", command], {
      cwd: inputs.dir,
      env: { ...process.env, ...inputs.environment, ...handedOver },
    });
    const stdout = collect(child.stdout, /^stdout/.test(logging) ? showNext : undefined);
    const stderr = collect(child.stderr, /stderr$/i.test(logging) ? showNext : undefined);
    child.stdin.on("error", () => {
      // A command that reads no input closes it early.
    });
    child.stdin.end(inputs.stdin ?? "");
    child.on("error", (error) => reject(new Error(`running ${command}: ${error.message}`)));
    child.on("close", (status, signal) => {
      const outputs = { stdout: stdout().replace(/\n$/, ""), stderr: stderr().replace(/\n$/, "") };
      if (status === 0) void Promise.all(shown).then(() => resolve(outputs));
      else {
        const end = signal ? `was ended by ${signal}` : `exited with status ${String(status)}`;
        reject(
          new Error(
            [`${command}: ${end}`, outputs.stdout, outputs.stderr].filter(Boolean).join("\n"),
          ),
        );
      }
    });
  });
}

/** @param {Outputs} previous */
function previousVariables({ stdout, stderr }) {
  return {
    ...(stdout ? { PULUMI_COMMAND_STDOUT: stdout } : {}),
    ...(stderr ? { PULUMI_COMMAND_STDERR: stderr } : {}),
  };
}

/**
 * Keeps a stream's text and shows it line by line.
 * @param {import("node:stream").Readable} stream
 * @param {((line: string) => void) | undefined} show
 * @returns {() => string}
 */
function collect(stream, show) {
  let text = "";
  let line = "";
  stream.setEncoding("utf8");
  stream.on("data", (/** @type {string} */ chunk) => {
    text += chunk;
    const lines = (line + chunk).split("\n");
    line = lines.pop() ?? "";
    for (const whole of lines) show?.(whole);
  });
  stream.on("end", () => {
    if (line !== "") show?.(line);
  });
  return () => text;
}
