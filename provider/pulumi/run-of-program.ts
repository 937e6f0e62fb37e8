import * as pulumi from "@pulumi/pulumi";

const nowhere = {};

/**
 * What the SDK makes anew for each run of a program: several runs may share one process.
 */
const thisRun = (): object =>
  pulumi.runtime.getStackResource() ?? pulumi.runtime.getMonitor() ?? nowhere;

/** A memory that begins empty in each run of a program. */
export function memoryOfRun<T>(empty: () => T): () => T {
  const runs = new WeakMap<object, T>();
  return () => {
    const run = thisRun();
    const memory = runs.get(run) ?? empty();
    runs.set(run, memory);
    return memory;
  };
}
