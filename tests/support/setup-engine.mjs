import { engineEnvironment } from "../../tools/bootstrap/engine.mjs";
import { prepare } from "../../tools/bootstrap/index.mjs";
import { repositoryRoot as root } from "../../tools/bootstrap/places.mjs";

/** Brings the engine before tests that run it. They read from the variable where it is; without it they fail. */
export default async function setupEngine() {
  await prepare({ root, engine: true, commandPlugin: true });
  process.env.ALTINN_TEST_ENGINE = JSON.stringify(engineEnvironment({ root }));
}
