/** @param {readonly number[]} values */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Median, smallest and largest of what was measured, with four digits that count.
 * @param {readonly number[]} values
 * @returns {{ median: number, least: number, most: number }}
 */
export const spread = (values) => ({
  median: rounded(median(values)),
  least: rounded(Math.min(...values)),
  most: rounded(Math.max(...values)),
});

export const rounded = (value) => Number(value.toPrecision(4));
