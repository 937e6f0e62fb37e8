/**
 * What a resource class hands to Pulumi: every output seeded, since only a seeded key becomes an output, and the arguments
 * with our defaults over it. Without arguments the resource is one that is only read (`X.get`): nothing but seeds.
 */
export function propsOf<Args extends object>(
  outputs: readonly string[],
  args: Args | undefined,
  defaults: (args: Args) => object,
): Record<string, unknown> {
  const seeds = Object.fromEntries(
    [...outputs, "server", "recorded"].map((key) => [key, undefined]),
  );
  return args === undefined ? seeds : { ...seeds, ...args, ...defaults(args) };
}
