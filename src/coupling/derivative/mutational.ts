import { quantile } from '../../base/statistics.js';
import { type Blocks, sumsOverBlocks } from './block-sums.js';
import { bothWays, type CouplingDerivative, type Most } from './both-ways.js';
import { type Halves, products } from './halves.js';

/** Quantiles of the local slopes that are reported. */
export const SLOPE_QUANTILES = [0.05, 0.25, 0.5, 0.75, 0.95] as const;

/** The standard deviation of the log-likelihood ratio of two bits, in bits, is nowhere above this. */
const MOST_DEVIATION = 1.03;

/** So many standard errors of a mean of products ΔI¹ΔI² are more than sampling. */
const FLOOR_ERRORS = 3;

/**
 * What the mean of ΔI¹ΔI² over a genotype's mutants has to exceed to be more than sampling, in bits²: a strength of b bits
 * a side has a standard error of at most 1.03 b / √S, a difference of two of them √2 times that, and the mean of m products
 * of differences on independent halves the square of that over √m.
 *
 * @param samples S of each half; null without sampling error
 * @param bits b: sites of the narrower of source and sink
 */
export function slopeFloor(samples: number | null, bits: number, mutants: number): number {
  if (samples === null) return 0;
  return (FLOOR_ERRORS * 2 * (MOST_DEVIATION * bits) ** 2) / samples / Math.sqrt(mutants);
}

/** How the slopes of single genotypes are spread: a ratio of means hides changes of sign. */
export interface LocalSlopes {
  /** Genotypes of which some mutant differs in I by more than the floor; the others have no slope. */
  readonly defined: number;
  /** All genotypes. */
  readonly genotypes: number;
  /** `[quantile]`, at {@link SLOPE_QUANTILES}, bits per bit; null where no genotype has a slope. */
  readonly quantiles: readonly number[] | null;
  /** Genotypes with a slope below 0. */
  readonly negative: number;
}

/** Who is a mutant of whom. */
export interface Mutants {
  /** `[pair]`: of which genotype the mutant is one, from 0 to genotypes − 1. */
  readonly genotypeOf: Blocks;
  /** `[pair]`: blocks that are independent of one another: genotypes, or those that share a stimulus, with their mutants. */
  readonly blocks: Blocks;
  /**
   * A genotype has a local slope where its mean ΔI¹ΔI² exceeds this, in bits²: several squared sampling errors of ΔI, 0
   * where there are none.
   */
  readonly floor: number;
}

/**
 * The mutational coupling derivative E[ΔU ΔI] / E[ΔI²] over pairs of a genotype and a mutant of it that differs by one
 * change, halves crossed as in couplingDerivative: are the parameters of the two channels coupled? Errors are by leaving
 * out blocks; effective numbers are of genotypes.
 *
 * @param unintendedChange `[pair]`: U of the mutant − U of its genotype, on each half
 */
export function mutationalDerivative(
  unintendedChange: Halves,
  intendedChange: Halves,
  mutants: Mutants,
  most: Most,
): CouplingDerivative & { readonly local: LocalSlopes } {
  const { cross, intended, unintended } = products(unintendedChange, intendedChange);
  const { blocks, genotypeOf } = mutants;
  const each = <T>(of: (values: Float64Array) => T) => ({
    ...{ cross: of(cross), intended: of(intended), unintended: of(unintended) },
  });
  const derivative = bothWays(
    each((values) => sumsOverBlocks(values, genotypeOf).own),
    each((values) => sumsOverBlocks(values, blocks)),
    { products: cross.length, most, over: ' over mutants' },
  );
  return { ...derivative, local: localSlopes(cross, intended, mutants) };
}

function localSlopes(cross: Float64Array, intended: Float64Array, { genotypeOf, floor }: Mutants): LocalSlopes {
  const above = sumsOverBlocks(cross, genotypeOf).own;
  const below = sumsOverBlocks(intended, genotypeOf).own;
  const pairs = sumsOverBlocks(new Float64Array(cross.length).fill(1), genotypeOf).own;
  const slopes: number[] = [];
  // `below` holds twice the sum of ΔI¹ΔI².
  below.forEach((sum, g) => {
    if (sum > 2 * floor * pairs[g]!) slopes.push(above[g]! / sum);
  });
  slopes.sort((a, b) => a - b);
  return {
    defined: slopes.length,
    genotypes: genotypeOf.count,
    quantiles: slopes.length === 0 ? null : SLOPE_QUANTILES.map((q) => quantile(slopes, q)),
    negative: slopes.filter((slope) => slope < 0).length,
  };
}
