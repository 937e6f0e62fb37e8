import { engineEnvironment } from "../../tools/bootstrap/engine.mjs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";

/** Tests that run the real engine read from here where it is; without it they fail. */
export default function globalSetup() {
  const root = join(fileURLToPath(new URL(".", import.meta.url)), "..", "..");
  process.env.ALTINN_TEST_ENGINE = JSON.stringify(engineEnvironment({ root }));
}
