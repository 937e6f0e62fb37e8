import * as pulumi from "@pulumi/pulumi";

/**
 * Shows at `resource` what `warningsOf` says of the arguments, each group of them by itself: one unknown argument must not
 * hide what is to be said of the others.
 */
export function warnAbout(
  resource: pulumi.Resource,
  args: object,
  groups: readonly (readonly string[])[],
  warningsOf: (values: Record<string, unknown>) => readonly string[],
): void {
  const given = args as Readonly<Record<string, unknown>>;
  for (const group of groups) {
    const values = Object.fromEntries(
      group.filter((key) => given[key] !== undefined).map((key) => [key, given[key]]),
    );
    pulumi.unsecret(pulumi.output(values)).apply((known) => {
      for (const text of warningsOf(known as Record<string, unknown>))
        void pulumi.log.warn(text, resource);
    });
  }
}

/** Every argument by itself. */
export const eachOf = (args: object): string[][] => Object.keys(args).map((key) => [key]);
