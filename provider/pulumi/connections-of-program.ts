import * as pulumi from "@pulumi/pulumi";
import { known } from "./known";
import { memoryOfRun } from "./run-of-program";
import { stated } from "./twins";

/*
 * Which services a program connects access lists to. A service is registered before its connections are, so only the program
 * can tell that one is to come.
 */

const connected = memoryOfRun<pulumi.Input<string>[]>(() => []);

/** Lets `hasConnection` know a connection to this registry resource. */
export const rememberConnection = (resourceId: pulumi.Input<string>): void =>
  void connected().push(resourceId);

/**
 * Whether this run of the program connects a list to a registry resource, as far as its constructors have been called in one
 * go. One whose resource nobody knows yet may be the one.
 */
export async function hasConnection(resourceId: string): Promise<boolean> {
  const connections = connected();
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
  for (const input of connections) {
    const id = stated(input) ?? (await known(input));
    if (id === undefined || id === resourceId) return true;
  }
  return false;
}
