import { popcount } from '../../base/planes.js';

/**
 * Number of samples, out of `words` × 32, in which any pair of planes differs; `pairs` holds their offsets in `state`,
 * two to a pair. None for no pairs.
 */
export function countChange(state: Int32Array, pairs: Int32Array, words: number): number {
  let changed = 0;
  for (let i = 0; i < words; i++) {
    let differs = 0;
    for (let p = 0; p < pairs.length; p += 2) differs |= state[pairs[p]! + i]! ^ state[pairs[p + 1]! + i]!;
    changed += popcount(differs);
  }
  return changed;
}
