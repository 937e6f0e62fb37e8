import { createRequire } from "node:module";
import { IDLE_CLASSES } from "./programs.mjs";

/** A provider that does nothing, as the SDK writes it into state. @returns {Promise<string>} */
export async function idleProviderText() {
  const require = createRequire(import.meta.url);
  const { runtime } = require("@pulumi/pulumi");
  const idle = new Function("require", `${IDLE_CLASSES} return idle;`)(require);
  return (await runtime.serializeFunction(() => idle)).text;
}
