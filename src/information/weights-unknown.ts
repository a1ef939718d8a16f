import { type Estimate, jackknife } from '../base/statistics.js';
import { logRatioMoments } from './log-ratio.js';

/**
 * Information with the weights unknown, in bits: that of the joint counts pooled over genotypes, what somebody learns who
 * does not know which genotype he looks at. 0 where the law of genotypes is unchanged by complementing the read port;
 * before correction never above the mean of the genotypes' own, as long as all have met the same source samples.
 *
 * Bias-corrected by the delete-one jackknife over parts, with its standard error over genotypes (NaN for a single part,
 * which is reported uncorrected). The correction may make it negative. With parts of unequal size it is approximate.
 *
 * @param parts joint counts `[part][cell]`, row-major, each part pooled over its own block of genotypes; cell
 *   x + y · sourceCells
 */
export function weightsUnknownInformation(
  parts: Float64Array | Uint32Array,
  partCount: number,
  sourceCells: number,
  sinkCells: number,
): Estimate {
  const cells = sourceCells * sinkCells;
  const pooled = new Float64Array(cells);
  for (let i = 0; i < partCount * cells; i++) pooled[i % cells]! += parts[i]!;
  const rest = new Float64Array(cells);
  const without = Array.from({ length: partCount }, (_, part) => {
    for (let cell = 0; cell < cells; cell++) rest[cell] = pooled[cell]! - parts[part * cells + cell]!;
    return logRatioMoments(rest, sourceCells, sinkCells).mean;
  });
  return jackknife(logRatioMoments(pooled, sourceCells, sinkCells).mean, without);
}
