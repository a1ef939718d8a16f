/** First two moments of the log-likelihood ratio of dependence against independence. */
export interface LogRatioMoments {
  /** Mean: the plug-in information in bits. */
  readonly mean: number;
  readonly variance: number;
}

/**
 * Mean and variance of log₂ P(x,y) / (P(x) P(y)) under the empirical law of joint counts, cell x + y · sourceCells; both
 * 0 for an empty table.
 *
 * The mean is exactly 0 where the counts are exactly independent, however large: the products count · total and
 * column · row are then equal reals, round to equal doubles, and the logarithm of their ratio is 0.
 */
export function logRatioMoments(counts: ArrayLike<number>, sourceCells: number, sinkCells: number): LogRatioMoments {
  const columns = new Float64Array(sourceCells);
  const rows = new Float64Array(sinkCells);
  let total = 0;
  for (let y = 0; y < sinkCells; y++) {
    for (let x = 0; x < sourceCells; x++) {
      const count = counts[x + y * sourceCells]!;
      columns[x]! += count;
      rows[y]! += count;
      total += count;
    }
  }
  const each = (term: (logRatio: number) => number): number => {
    let sum = 0;
    for (let y = 0; y < sinkCells; y++) {
      for (let x = 0; x < sourceCells; x++) {
        const count = counts[x + y * sourceCells]!;
        if (count > 0) sum += count * term(Math.log2((count * total) / (columns[x]! * rows[y]!)));
      }
    }
    return total === 0 ? 0 : sum / total;
  };
  const mean = each((logRatio) => logRatio);
  return { mean, variance: each((logRatio) => (logRatio - mean) ** 2) };
}
