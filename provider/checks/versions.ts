const parts = (version: string): number[] =>
  version
    .split(/[.\-+]/)
    .slice(0, 3)
    .map(Number);

/** Whether a version, such as `22.13.1`, is the other one or newer. Labels behind a hyphen are not looked at. */
export function atLeast(version: string, other: string): boolean {
  const [a, b] = [parts(version), parts(other)];
  for (let at = 0; at < 3; at += 1) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

export const below = (version: string, other: string): boolean => !atLeast(version, other);
