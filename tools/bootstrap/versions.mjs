/**
 * Reads `3.259.0`, `v3.259.0` or `go1.26.8` into numbers; a missing patch number is 0. What follows the
 * numbers (`-dev`, `+build`) is left out.
 * @param {string} text
 * @returns {[number, number, number] | undefined}
 */
export function parseVersion(text) {
  const found = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(text);
  return found ? [Number(found[1]), Number(found[2]), Number(found[3] ?? 0)] : undefined;
}

/**
 * Negative when `a` is older than `b`, zero when equal, positive when newer.
 * @param {readonly number[]} a
 * @param {readonly number[]} b
 */
export function compareVersions(a, b) {
  for (let i = 0; i < 3; i += 1) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/**
 * Node >= 22.13 has `node:sqlite` and `require` of ES modules without a flag; 23.0 to 23.3 do not.
 * @param {string} text such as `v24.21.0`
 */
export function isSuitableNode(text) {
  const version = parseVersion(text);
  if (!version) return false;
  return compareVersions(version, [22, 13, 0]) >= 0 && !(version[0] === 23 && version[1] < 4);
}

/**
 * The first Pulumi CLI that the Node SDK's dynamic resources here were run with is 3.216.
 * @param {string} text such as `v3.259.0`
 */
export function isSuitableEngine(text) {
  const version = parseVersion(text);
  return version !== undefined && version[0] === 3 && version[1] >= 216;
}

/** @param {string} text the output of `go version` */
export function isSuitableGo(text) {
  const version = parseVersion(text);
  return version !== undefined && compareVersions(version, [1, 26, 0]) >= 0;
}
