import type { BlockSums } from './ratio.js';

/** Which block each individual is of, from 0 to blocks − 1. */
export interface Blocks {
  /** `[individual]` */
  readonly blockOf: ArrayLike<number>;
  readonly count: number;
}

/** Every one of so many individuals a block of its own. */
export function eachItsOwn(individuals: number): Blocks {
  return { blockOf: Uint32Array.from({ length: individuals }, (_, n) => n), count: individuals };
}

/** Sums of values over blocks, and without each block. */
export function sumsOverBlocks(
  values: Float64Array,
  { blockOf, count }: Blocks,
): BlockSums & { readonly own: Float64Array } {
  const own = new Float64Array(count);
  for (let n = 0; n < values.length; n++) own[blockOf[n]!]! += values[n]!;
  const whole = own.reduce((sum, value) => sum + value, 0);
  return { whole, without: own.map((value) => whole - value), own };
}

/** Two deviations from the means of all, `[individual]`, whose products are summed. */
export type Factors = readonly [Float64Array, Float64Array];

/**
 * Sums of products x·y of deviations from the means of all, and what they would be without each block, whose individuals
 * are then gone from the means too: Σ xy − Σ_b xy − (Σ_b x)(Σ_b y) / (n − n_b), exactly.
 *
 * @param products `[individual]`: the sum of all x·y
 */
export function sumsAboutMean(products: Float64Array, factors: readonly Factors[], blocks: Blocks): BlockSums {
  const { whole, without } = sumsOverBlocks(products, blocks);
  const sizes = sumsOverBlocks(new Float64Array(products.length).fill(1), blocks);
  for (const [x, y] of factors) {
    const [ofX, ofY] = [sumsOverBlocks(x, blocks).own, sumsOverBlocks(y, blocks).own];
    for (let b = 0; b < blocks.count; b++) without[b]! -= (ofX[b]! * ofY[b]!) / sizes.without[b]!;
  }
  return { whole, without };
}
