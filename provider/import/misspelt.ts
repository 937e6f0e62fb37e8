import { nearest } from "../values/nearest";

/**
 * For each identifier that the registry does not have, which one of the organisation may be meant, a sentence. None where
 * nothing is near, and where the names could not be read.
 */
export async function nearestNames(
  absent: readonly string[],
  all: () => Promise<readonly string[]>,
): Promise<Readonly<Record<string, string>>> {
  if (absent.length === 0) return {};
  const names = await all().catch(() => []);
  return Object.fromEntries(
    absent.flatMap((identifier) =>
      nearest(identifier, names, (name) => [name], 1).map(
        (near) => [identifier, `Write ${near} if that is meant.`] as const,
      ),
    ),
  );
}
