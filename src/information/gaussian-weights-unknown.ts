import { type Estimate, jackknife } from '../base/statistics.js';
import { gaussianInformation } from './gaussian-information.js';

/** Cells of pooled moments of d variables: how many genotypes, then their sums. */
export function pooledMomentCells(variables: number): number {
  return 1 + variables + (variables * (variables + 1)) / 2;
}

/**
 * Adds one genotype's moments to a pool: a count of 1, its means, and its second moments about 0, so that sums over
 * genotypes are the moments of all of them together. Moments that are not finite are left out.
 */
export function addMoments(
  pooled: Float64Array,
  at: number,
  moments: Float64Array,
  from: number,
  variables: number,
): void {
  if (!Number.isFinite(moments[from])) return;
  pooled[at]! += 1;
  for (let a = 0; a < variables; a++) pooled[at + 1 + a]! += moments[from + a]!;
  let cell = variables;
  for (let a = 0; a < variables; a++) {
    for (let b = a; b < variables; b++, cell++) {
      pooled[at + 1 + cell]! += moments[from + cell]! + moments[from + a]! * moments[from + b]!;
    }
  }
}

/** Centred moments of a pool. */
function momentsOf(pooled: Float64Array, variables: number): Float64Array {
  const moments = pooled.slice(1).map((sum) => sum / pooled[0]!);
  let cell = variables;
  for (let a = 0; a < variables; a++) {
    for (let b = a; b < variables; b++, cell++) moments[cell]! -= moments[a]! * moments[b]!;
  }
  return moments;
}

/**
 * Gaussian information with the weights unknown, in bits: that of source and sinks over all genotypes together, which all
 * have met the same samples. 0 where the law of genotypes is unchanged by negating the read port. Plug-in, corrected by
 * the delete-one jackknife over parts (see weightsUnknownInformation); 0 of no genotypes.
 *
 * @param parts pooled moments `[part][cell]` (see {@link addMoments})
 * @param samples that every genotype has met
 */
export function gaussianWeightsUnknown(
  parts: Float64Array,
  partCount: number,
  sources: number,
  sinks: number,
  samples: number,
): Estimate {
  const variables = sources + sinks;
  const width = pooledMomentCells(variables);
  const plugIn = (pooled: Float64Array): number =>
    pooled[0] === 0 ? 0 : gaussianInformation(momentsOf(pooled, variables), 0, sources, sinks, samples).plugIn;
  const whole = new Float64Array(width);
  parts.forEach((value, i) => {
    whole[i % width]! += value;
  });
  const without = Array.from({ length: partCount }, (_, part) =>
    plugIn(whole.map((sum, cell) => sum - parts[part * width + cell]!)),
  );
  return jackknife(plugIn(whole), without);
}
