/** Information below this many bits is rounding, and is exactly 0. */
const NEGLIGIBLE_BITS = 1e-12;

/** Multiples of 2^-40 (9e-13) bits: far above the rounding of a sum of logarithms, far below anything of interest. */
const GRID = 2 ** 40;

/**
 * An information that was computed without sampling error, in bits: exactly 0 below 1e-12 (of either sign), and else
 * rounded to a multiple of 2^-40, so that two laws that differ by nothing but a relabelling or the order of sums are a
 * tie, and selection cannot tell them apart by their last digits.
 */
export function withoutRounding(bits: number): number {
  return Math.abs(bits) < NEGLIGIBLE_BITS ? 0 : Math.round(bits * GRID) / GRID;
}

/**
 * Mutual information in bits of the joint law at `offset`: entry x + y · sourceCells is the probability of source symbol
 * x with sink symbol y. Never negative, exactly 0 below 1e-12; the error of the rest is below 1e-12.
 *
 * The law need not sum to 1: a sum of the laws of several genotypes gives the information of their mean.
 */
export function lawInformation(law: Float64Array, offset: number, sourceCells: number, sinkCells: number): number {
  const columns = new Float64Array(sourceCells);
  const rows = new Float64Array(sinkCells);
  let total = 0;
  for (let y = 0; y < sinkCells; y++) {
    for (let x = 0; x < sourceCells; x++) {
      const p = law[offset + x + y * sourceCells]!;
      columns[x]! += p;
      rows[y]! += p;
    }
    total += rows[y]!;
  }
  let sum = 0;
  for (let y = 0; y < sinkCells; y++) {
    for (let x = 0; x < sourceCells; x++) {
      const p = law[offset + x + y * sourceCells]!;
      if (p > 0) sum += p * Math.log2((p * total) / (columns[x]! * rows[y]!));
    }
  }
  return total > 0 ? Math.max(0, withoutRounding(sum / total)) : 0;
}
