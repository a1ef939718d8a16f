/**
 * What {@link leastTilt} gives on average, per parent draw, for a trait that has nothing to do with fitness:
 * (Σ p² − 1/N) / (2 ln 2) bits.
 *
 * The leading term for weak selection: with the trait's values dealt at random to the individuals, the expectation of
 * (shift of the mean)² / (2 ln 2 · variance), up to a factor N / (N − 1). Where relatives share both fitness and trait it
 * is too low by the size of families. Summed over squares of p − 1/N, so that it is
 * exactly 0 for uniform parentage.
 */
export function chanceBits(parentage: Float64Array): number {
  const uniform = 1 / parentage.length;
  let sum = 0;
  for (let i = 0; i < parentage.length; i++) sum += (parentage[i]! - uniform) ** 2;
  return sum / (2 * Math.LN2);
}
