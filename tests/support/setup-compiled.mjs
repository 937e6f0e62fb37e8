import { prepare } from "../../tools/bootstrap/index.mjs";
import { repositoryRoot as root } from "../../tools/bootstrap/places.mjs";

/** Compiles the packages, when their sources have changed, before tests that load what is published. */
export default async function setupCompiled() {
  await prepare({ root });
}
