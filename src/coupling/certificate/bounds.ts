/**
 * What E[U; F ≥ t_j] is to be divided by for the largest E[U | F ≥ t] that any t from t_j to t_{j+1} can have, for 0 ≤ U ≤
 * `most`: the bound is a / (Q + (a − b) / most). It is reached where all the U that lies between lies right below t_{j+1}, as
 * dense as it can.
 *
 * @param a E[U; F ≥ t_j]
 * @param b E[U; F ≥ t_{j+1}], at most a
 * @param probability Q = π(F ≥ t_{j+1})
 */
export function leastProbabilityBetween(a: number, b: number, probability: number, most: number): number {
  return probability + (a - b) / most;
}

/**
 * By how much more E[U] may rise, for 0 ≤ U ≤ `most`, under histories that go on selecting above the last threshold of the
 * evidence: `most` × the largest share of a law that diverges from π by at most `divergence` bits in a set of −log2 π =
 * `bits`, for which (divergence + 1) / bits is a bound, and 1 another.
 */
export function beyondReach(bits: number, divergence: number, most: number): number {
  return most * Math.min(1, (divergence + 1) / bits);
}

/**
 * What E[U], for 0 ≤ U ≤ `most`, may hold that no particle showed, but with probability `tail`: of a set with a share of
 * ln(1/tail) / n, n independent particles show none with probability (1 − share)^n ≤ tail. Scatter over repeats says nothing
 * of it, and is 0 where all of them show the same.
 */
export function unseen(particles: number, tail: number, most: number): number {
  return most * Math.min(1, -Math.log(tail) / particles);
}
