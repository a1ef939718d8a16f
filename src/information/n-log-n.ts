/** Counts up to this one have their n·log₂n in a table. */
const LARGEST_TABLED = 1 << 16;

const logarithmic = (n: number): number => (n === 0 ? 0 : n * Math.log2(n));

const table = Float64Array.from({ length: LARGEST_TABLED + 1 }, (_, n) => logarithmic(n));

/**
 * n·log₂n in bits, 0 for n = 0, for a count n.
 *
 * Beyond the table the same expression is evaluated, so where a value comes from cannot be seen in it.
 */
export function nLog2N(n: number): number {
  return n <= LARGEST_TABLED ? table[n]! : logarithmic(n);
}

/** Adding this to a number below 2^29 leaves no bits below 2^-22 in the sum's 53-bit significand. */
const GRID = 1.5 * 2 ** 30;

/**
 * A value of n·log₂n rounded to a multiple of 2^-22, for counts up to 2^24.
 *
 * Coarse parts are below 2^29 and the rests are multiples of 2^-51 below 2^-22, so sums of either kind over thousands of
 * terms are exact in a double: added apart, they give a total that does not depend on the order of its terms. Hence
 * tables of counts that differ by a relabelling of their symbols have *equal* information, a tie, and selection cannot
 * tell apart by rounding what is the same.
 */
export function coarsePart(value: number): number {
  return value + GRID - GRID;
}
