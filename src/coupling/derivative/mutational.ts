import { quantile } from '../../base/statistics.js';
import { sumsOverBlocks } from './block-sums.js';
import type { CouplingDerivative } from './derivative.js';
import { type Halves, products } from './halves.js';
import { slopeEstimate } from './ratio.js';

/** Quantiles of the local slopes that are reported. */
export const SLOPE_QUANTILES = [0.05, 0.25, 0.5, 0.75, 0.95] as const;

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

/**
 * The mutational coupling derivative E[ΔU ΔI] / E[ΔI²] over pairs of a genotype and a mutant of it that differs by one
 * change, halves crossed as in couplingDerivative: are the parameters of the two channels coupled? Errors are by leaving
 * out genotypes, with all of their mutants; effective numbers are of genotypes.
 *
 * @param unintendedChange `[pair]`: U of the mutant − U of its genotype, on each half
 * @param genotypeOf `[pair]`: from 0 to genotypes − 1
 * @param floor a genotype has a local slope where its mean ΔI¹ΔI² exceeds this, in bits²: several squared sampling errors of
 *   ΔI, 0 where there are none
 */
export function mutationalDerivative(
  unintendedChange: Halves,
  intendedChange: Halves,
  genotypeOf: ArrayLike<number>,
  genotypes: number,
  floor: number,
): CouplingDerivative & { readonly local: LocalSlopes } {
  const { cross, intended, unintended } = products(unintendedChange, intendedChange);
  const sums = (values: Float64Array) => sumsOverBlocks(values, genotypeOf, genotypes);
  const [c, i, u] = [sums(cross), sums(intended), sums(unintended)];
  return {
    forward: slopeEstimate(c, i, i.own, 'the intended channel over mutants'),
    reverse: slopeEstimate(c, u, u.own, 'the unintended channel over mutants'),
    local: localSlopes(cross, intended, genotypeOf, genotypes, floor),
  };
}

function localSlopes(
  cross: Float64Array,
  intended: Float64Array,
  genotypeOf: ArrayLike<number>,
  genotypes: number,
  floor: number,
): LocalSlopes {
  const above = new Float64Array(genotypes);
  const below = new Float64Array(genotypes);
  const pairs = new Uint32Array(genotypes);
  cross.forEach((value, n) => {
    above[genotypeOf[n]!]! += value;
    below[genotypeOf[n]!]! += intended[n]!;
    pairs[genotypeOf[n]!]!++;
  });
  const slopes: number[] = [];
  // `below` holds twice the sum of ΔI¹ΔI².
  below.forEach((sum, g) => {
    if (sum > 2 * floor * pairs[g]!) slopes.push(above[g]! / sum);
  });
  slopes.sort((a, b) => a - b);
  return {
    defined: slopes.length,
    genotypes,
    quantiles: slopes.length === 0 ? null : SLOPE_QUANTILES.map((q) => quantile(slopes, q)),
    negative: slopes.filter((slope) => slope < 0).length,
  };
}
