import { InvariantError } from '../../base/errors.js';
import { type Blocks, type Factors, sumsAboutMean, sumsOverBlocks } from './block-sums.js';
import { bothWays, type CouplingDerivative, type Most } from './both-ways.js';
import { type Halves, products } from './halves.js';
import type { BlockSums } from './ratio.js';

/** How the individuals were come by, which says from what they deviate and by leaving out whom errors are found. */
export interface Sampling {
  /**
   * `sample`: all of them are draws from one law, and deviate from the mean of all; blocks are independent of one another
   * (each individual its own, or those that share a stimulus). `islands`: blocks are populations, and individuals deviate
   * from the mean of their own, since selection acts within islands.
   */
  readonly kind: 'sample' | 'islands';
  readonly blocks: Blocks;
}

/**
 * The coupling derivative of an unintended channel U by an intended one I over some individuals:
 *
 *     κ(U ← I) = [Cov(U¹, I²) + Cov(U², I¹)] / [2 Cov(I¹, I²)],
 *
 * the response of the mean of U, per bit by which the mean of I moves, to weak selection p ∝ e^{λI} (Robertson 1966; Price
 * 1970). Halves are crossed since the two strengths of one individual on the same samples share their noise, which would
 * couple what is not coupled, and a strength with itself, which would attenuate κ. Errors are by leaving out blocks.
 */
export function couplingDerivative(
  unintended: Halves,
  intended: Halves,
  sampling: Sampling,
  most: Most,
): CouplingDerivative {
  const count = intended.first.length;
  if ([unintended.first, unintended.second, intended.second].some(({ length }) => length !== count)) {
    throw new InvariantError('traits of different numbers of individuals; expected the same individuals in all halves');
  }
  const { kind, blocks } = sampling;
  const from = kind === 'islands' ? blocks : { blockOf: new Uint8Array(count), count: 1 };
  const deviations = (halves: Halves): Halves => ({
    first: deviationsOf(halves.first, from),
    second: deviationsOf(halves.second, from),
  });
  const [u, i] = [deviations(unintended), deviations(intended)];
  const shares = products(u, i);
  const sums = (values: Float64Array, factors: readonly Factors[]): BlockSums =>
    kind === 'islands' ? sumsOverBlocks(values, blocks) : sumsAboutMean(values, factors, blocks);
  const both = ({ first, second }: Halves): Factors[] => [
    [first, second],
    [first, second],
  ];
  return bothWays(
    shares,
    {
      cross: sums(shares.cross, [
        [u.first, i.second],
        [u.second, i.first],
      ]),
      intended: sums(shares.intended, both(i)),
      unintended: sums(shares.unintended, both(u)),
    },
    { products: kind === 'islands' ? null : count, most, over: '' },
  );
}

/** From the mean of each one's block. */
function deviationsOf(values: Float64Array, { blockOf, count }: Blocks): Float64Array {
  const sums = new Float64Array(count);
  const sizes = new Float64Array(count);
  values.forEach((value, n) => {
    sums[blockOf[n]!]! += value;
    sizes[blockOf[n]!]!++;
  });
  return values.map((value, n) => value - sums[blockOf[n]!]! / sizes[blockOf[n]!]!);
}
