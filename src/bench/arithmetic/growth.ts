import { InvariantError } from '../../base/errors.js';
import { mean } from '../../base/statistics.js';

/** How time grows with a size: time ∝ size^slope. */
export interface Growth {
  readonly slope: number;
  /** Standard error of the slope from the scatter about the line; NaN for two sizes, which any line meets. */
  readonly standardError: number;
  readonly sizes: readonly number[];
  /** Median time at each size, s. */
  readonly seconds: readonly number[];
}

/**
 * Least-squares line through (log size, log time).
 *
 * @throws InvariantError for fewer than two different sizes, or values that have no logarithm
 */
export function fitGrowth(sizes: readonly number[], seconds: readonly number[]): Growth {
  if (sizes.length !== seconds.length || new Set(sizes).size < 2) {
    throw new InvariantError(`a slope through ${sizes.length} sizes and ${seconds.length} times; expected 2 at least`);
  }
  if (![...sizes, ...seconds].every((value) => value > 0)) {
    throw new InvariantError(`a slope through sizes ${sizes} and times ${seconds}; expected positive numbers`);
  }
  const x = sizes.map(Math.log);
  const y = seconds.map(Math.log);
  const [xMean, yMean] = [mean(x), mean(y)];
  const sum = (of: (i: number) => number): number => x.reduce((total, _, i) => total + of(i), 0);
  const spread = sum((i) => (x[i]! - xMean) ** 2);
  const slope = sum((i) => (x[i]! - xMean) * (y[i]! - yMean)) / spread;
  const residual = sum((i) => (y[i]! - yMean - slope * (x[i]! - xMean)) ** 2);
  const freedom = x.length - 2;
  const standardError = freedom > 0 ? Math.sqrt(residual / freedom / spread) : Number.NaN;
  return { slope, standardError, sizes, seconds };
}
