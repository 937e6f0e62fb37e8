import * as pulumi from "@pulumi/pulumi";
import { isPlain } from "./plain";

/** The value of `input`, undefined while nobody knows it. */
export async function known<T>(
  input: pulumi.Input<T> | undefined,
): Promise<pulumi.Unwrap<T> | undefined> {
  if (isPlain(input)) return input as pulumi.Unwrap<T> | undefined;
  const output = pulumi.output(input);
  const { isKnown, promise } = output as unknown as {
    readonly isKnown: Promise<boolean>;
    promise(withUnknowns?: boolean): Promise<pulumi.Unwrap<T>>;
  };
  return (await isKnown) ? promise.call(output) : undefined;
}
