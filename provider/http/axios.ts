import type { AxiosStatic } from "axios";

/** Loaded when the first request is sent: a process that asks nobody starts without it. */
export const axios = (): AxiosStatic =>
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it at the start
  (require("axios") as { readonly default: AxiosStatic }).default;
