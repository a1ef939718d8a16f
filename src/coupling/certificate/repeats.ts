/**
 * What the repeats of a splitting say of one trait U on a grid of thresholds that did not depend on them: plain arrays, from
 * the pooled curve's parts.
 */
export interface RepeatedCurve {
  /** `[threshold]`, ascending. The first is to hold all of π, or E[U] below it is unknown. */
  readonly thresholds: readonly number[];
  /** `[repeat][threshold]`: p̂_r(t), the repeat's estimate of π(F ≥ t); 0 where it did not come there. */
  readonly probability: readonly (readonly number[])[];
  /** `[repeat][threshold]`: Ū_r(t), mean of U over its particles with F ≥ t; any number where p̂_r(t) is 0. */
  readonly mean: readonly (readonly number[])[];
  /** `[threshold]`: particles with F ≥ t, of all repeats together; +Infinity where each has all genotypes. */
  readonly particles: readonly number[];
  /** `[repeat]`: its estimate of E_π[U]. */
  readonly priorMean: readonly number[];
}
