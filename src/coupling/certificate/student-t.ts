import tQuantile from '@stdlib/stats-base-dists-t-quantile';

/** The t that Student's distribution exceeds with probability `tail`: positive for tail < ½. */
export function studentT(tail: number, degreesOfFreedom: number): number {
  // By symmetry the lower tail, so that a small one is not lost in 1 − tail.
  return -tQuantile(tail, degreesOfFreedom);
}
