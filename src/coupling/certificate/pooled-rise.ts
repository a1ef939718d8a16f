import { jackknife, mean } from '../../base/statistics.js';

/** By how much selection moves the mean of U, with its standard error; NaN where fewer than two repeats say anything. */
export interface Rise {
  readonly value: number;
  readonly standardError: number;
}

/**
 * E[U | F ≥ t] − E_π[U] by repeats: Σ p_r U_r / Σ p_r − mean E_r, its error by leaving out each repeat in turn, so that
 * the covariance of the two means is in it.
 *
 * @param probability `[repeat]`: p̂_r(t)
 * @param means `[repeat]`: Ū_r(t), any number where p̂_r(t) is 0
 * @param priorMeans `[repeat]`: its estimate of E_π[U]
 */
export function pooledRise(
  probability: readonly number[],
  means: readonly number[],
  priorMeans: readonly number[],
): Rise {
  const rise = (repeats: readonly number[]): number => {
    let [weight, sum] = [0, 0];
    for (const r of repeats) {
      if (probability[r] === 0) continue;
      weight += probability[r]!;
      sum += probability[r]! * means[r]!;
    }
    return sum / weight - mean(repeats.map((r) => priorMeans[r]!));
  };
  const all = Array.from(probability.keys());
  const without = all.map((left) => rise(all.filter((r) => r !== left)));
  return { value: rise(all), standardError: jackknife(0, without).standardError };
}
