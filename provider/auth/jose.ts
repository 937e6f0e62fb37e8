/** Loaded when the first token is asked for: a process that asks nobody starts without it. */
export const jose = (): typeof import("jose") =>
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it at the start
  require("jose") as typeof import("jose");
