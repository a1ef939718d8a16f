import type { BlockSums } from './ratio.js';

/** Sums of values over blocks, and without each block. `blockOf [individual]` from 0 to blocks − 1. */
export function sumsOverBlocks(
  values: Float64Array,
  blockOf: ArrayLike<number>,
  blocks: number,
): BlockSums & { readonly own: Float64Array } {
  const own = new Float64Array(blocks);
  for (let n = 0; n < values.length; n++) own[blockOf[n]!]! += values[n]!;
  const whole = own.reduce((sum, value) => sum + value, 0);
  return { whole, without: own.map((value) => whole - value), own };
}

/**
 * Sums of products of deviations from the mean, and what they would be without each individual, its mean gone too: Σ xy −
 * n/(n − 1) x_i y_i, exactly.
 */
export function sumsOverIndividuals(deviationProducts: Float64Array): BlockSums {
  const whole = deviationProducts.reduce((sum, value) => sum + value, 0);
  const factor = deviationProducts.length / (deviationProducts.length - 1);
  return { whole, without: deviationProducts.map((value) => whole - factor * value) };
}
