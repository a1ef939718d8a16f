import { type Key, Purpose, Stream } from '../../base/streams.js';

/**
 * One axis of a Latin hypercube (McKay, Beckman & Conover 1979): each of as many strata of (0, 1) as there are points
 * has one of them, at a uniform place in it; which point has which is a random permutation.
 *
 * @param key of the axis: axes are permuted independently
 * @returns Float64Array [point]
 */
export function latinAxis(key: Key, points: number): Float64Array {
  const order = new Stream(key, Purpose.latin, 0, 0);
  const within = new Stream(key, Purpose.latin, 1, 0);
  const strata = Uint32Array.from({ length: points }, (_, stratum) => stratum);
  for (let i = points - 1; i > 0; i--) {
    const j = order.nextBelow(i + 1);
    [strata[i], strata[j]] = [strata[j]!, strata[i]!];
  }
  // The middle of one of 2^32 cells of the stratum: never its edge.
  return Float64Array.from(strata, (stratum) => (stratum + (within.nextWord() + 0.5) / 2 ** 32) / points);
}
