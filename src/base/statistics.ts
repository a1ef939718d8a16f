/** Arithmetic mean; NaN for no values. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

/** Sample standard deviation (divisor n − 1); 0 for a single value, NaN for none. */
export function standardDeviation(values: ArrayLike<number>): number {
  if (values.length < 2) return values.length === 1 ? 0 : Number.NaN;
  const centre = mean(values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i]! - centre) ** 2;
  return Math.sqrt(sum / (values.length - 1));
}

/** Standard error of the mean of independent values; NaN for fewer than two, since one value has no scatter. */
export function standardError(values: ArrayLike<number>): number {
  return values.length < 2 ? Number.NaN : standardDeviation(values) / Math.sqrt(values.length);
}

/**
 * Quantile q in [0, 1] of ascending values by linear interpolation between order statistics
 * (Hyndman & Fan 1996, type 7: the default of R and NumPy).
 */
export function quantile(ascending: ArrayLike<number>, q: number): number {
  const place = (ascending.length - 1) * q;
  const below = Math.floor(place);
  const above = Math.min(below + 1, ascending.length - 1);
  const low = ascending[below]!;
  return low + (place - below) * (ascending[above]! - low);
}

/** An estimate with its standard error: the two travel together. */
export interface Estimate {
  readonly value: number;
  readonly standardError: number;
}

/**
 * Delete-one jackknife: the bias-corrected estimate n·θ − (n−1)·mean(θ₋ᵢ) and its standard error
 * √((n−1)/n · Σ(θ₋ᵢ − mean)²) (Efron & Stein 1981). With fewer than two parts the error is NaN and nothing is corrected.
 *
 * @param whole estimate from all n parts
 * @param without estimate with part i left out, for each i
 */
export function jackknife(whole: number, without: ArrayLike<number>): Estimate {
  const n = without.length;
  if (n < 2) return { value: whole, standardError: Number.NaN };
  const centre = mean(without);
  let sum = 0;
  for (let i = 0; i < n; i++) sum += (without[i]! - centre) ** 2;
  return { value: n * whole - (n - 1) * centre, standardError: Math.sqrt(((n - 1) / n) * sum) };
}
