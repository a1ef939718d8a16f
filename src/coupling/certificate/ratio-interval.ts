/** A ratio of two means with its confidence limits. */
export interface RatioInterval {
  /** Mean of the numerators over mean of the denominators; NaN where the latter is 0. */
  readonly estimate: number;
  /** Null where no number is ruled out: the denominator itself is not told from 0. */
  readonly lower: number | null;
  readonly upper: number | null;
}

/**
 * Confidence limits of the ratio of the expectations of A and G > 0 from pairs (A_r, G_r) (Fieller 1954): the values ρ for
 * which the mean of A_r − ρ G_r is within t standard errors of 0. At the true ρ that is Student's t itself, for any spread
 * of the G_r, where a ratio of means has a bias and a skewness of its own.
 */
export function ratioInterval(above: readonly number[], below: readonly number[], t: number): RatioInterval {
  const count = above.length;
  const average = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / count;
  const [a, g] = [average(above), average(below)];
  const covariance = (x: readonly number[], xMean: number, y: readonly number[], yMean: number): number =>
    x.reduce((sum, value, r) => sum + (value - xMean) * (y[r]! - yMean), 0) / (count - 1);
  const factor = (t * t) / count;
  const quadratic = g * g - factor * covariance(below, g, below, g);
  const linear = a * g - factor * covariance(above, a, below, g);
  const constant = a * a - factor * covariance(above, a, above, a);
  if (!(quadratic > 0)) return { estimate: a / g, lower: null, upper: null };
  // Never negative but for rounding: a/g lies between the roots.
  const root = Math.sqrt(Math.max(0, linear * linear - quadratic * constant));
  return { estimate: a / g, lower: (linear - root) / quadratic, upper: (linear + root) / quadratic };
}
