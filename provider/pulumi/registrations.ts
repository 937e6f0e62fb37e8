import * as pulumi from "@pulumi/pulumi";

/** What a class registers a resource with. */
export interface Registration {
  /** Type token, such as `pulumi-nodejs:dynamic/altinn:Resource`. */
  readonly type: string;
  readonly name: string;
  /** With the text of the provider, and with what the class computes. */
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** The project and stack whose resources they are. */
export interface Place {
  readonly project: string;
  readonly stack: string;
}

/**
 * Runs a program without an engine, and tells what it registers, in that order. No provider is asked, and nothing is made. A
 * process does this once: Pulumi's SDK keeps what it is set to.
 */
export async function registrationsOf(
  { project, stack }: Place,
  program: () => void,
): Promise<Registration[]> {
  const found: Registration[] = [];
  const mocks: pulumi.runtime.Mocks = {
    newResource: ({ type, name, inputs, id }) => {
      if (type.startsWith("pulumi-nodejs:dynamic/altinn:"))
        found.push({ type, name, inputs: inputs as Registration["inputs"] });
      return { id: id ?? name, state: inputs as object };
    },
    call: ({ inputs }) => inputs as Record<string, unknown>,
  };
  // The SDK prints warnings where there is no engine. A preview tells them.
  const { warn } = console;
  console.warn = () => undefined;
  try {
    await pulumi.runtime.setMocks(mocks, project, stack, false);
    program();
    await pulumi.runtime.disconnect();
  } finally {
    console.warn = warn;
  }
  return found;
}
