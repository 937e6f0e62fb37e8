/*
 * The second half of a private RSA JWK (RFC 7518, section 6.3.2) from the first: some key stores keep n, e and d alone, and
 * neither node:crypto nor jose takes those. By NIST SP 800-56B, appendix C.1.
 */

/** Members that follow from `n`, `e` and `d`, in base64url. */
export interface CrtMembers {
  readonly p: string;
  readonly q: string;
  readonly dp: string;
  readonly dq: string;
  readonly qi: string;
}

/** The members that `n`, `e` and `d` (base64url) lead to, or undefined when the three do not belong together. */
export function crtMembers(n: string, e: string, d: string): CrtMembers | undefined {
  const [modulus, privateExponent] = [numberOf(n), numberOf(d)];
  const factor = factorOf(modulus, numberOf(e) * privateExponent - 1n);
  if (factor === undefined) return undefined;
  const other = modulus / factor;
  const [p, q] = factor > other ? [factor, other] : [other, factor];
  return {
    p: textOf(p),
    q: textOf(q),
    dp: textOf(privateExponent % (p - 1n)),
    dq: textOf(privateExponent % (q - 1n)),
    // The inverse of q modulo the prime p, by Fermat.
    qi: textOf(power(q, p - 2n, p)),
  };
}

/** Each base finds a factor with a chance of one half or more, so a key that none of them opens does not exist. */
const BASES = Array.from({ length: 100 }, (_, at) => BigInt(at + 2));

/** A prime factor of `n`, given a multiple of the order of every number below it: a root of 1 other than 1 and n-1 shows one. */
function factorOf(n: bigint, multiple: bigint): bigint | undefined {
  if (n === 0n || multiple <= 0n) return undefined;
  let odd = multiple;
  let halvings = 0;
  for (; odd % 2n === 0n; odd /= 2n) halvings++;
  for (const base of BASES) {
    let root = power(base, odd, n);
    for (let squarings = 0; squarings < halvings && root !== 1n && root !== n - 1n; squarings++) {
      const square = (root * root) % n;
      if (square === 1n) return divisor(root - 1n, n);
      root = square;
    }
    // Not a multiple after all, which another base would only find out again.
    if (root !== 1n && root !== n - 1n) return undefined;
  }
  return undefined;
}

function divisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : divisor(b, a % b);
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let square = base % modulus;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

const numberOf = (text: string): bigint =>
  BigInt(`0x0${Buffer.from(text, "base64url").toString("hex")}`);

function textOf(number: bigint): string {
  const digits = number.toString(16);
  return Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, "hex").toString("base64url");
}
