/** Nine digits; whether an organisation has the number is another question. */
export const isOrganisationNumber = (value: unknown): value is string =>
  typeof value === "string" && /^\d{9}$/.test(value);

/** Whether the last digit of nine fits the others: modulus 11, weights 3 2 7 6 5 4 3 2. No organisation has another number. */
export function hasCheckDigit(number: string): boolean {
  const weights = [3, 2, 7, 6, 5, 4, 3, 2, 1];
  const sum = weights.reduce((total, weight, at) => total + weight * Number(number[at]), 0);
  return sum % 11 === 0;
}
