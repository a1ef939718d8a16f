import { parentBits } from './bits.js';
import type { Parents } from './parents.js';

/**
 * Bits of selection along each child's line of descent: Σ log₂(N p) over its ancestors, inherited and increased by
 * log₂(N p) of its parent; with two parents the mean of both. Exactly unchanged without selection.
 *
 * `Float64Array [child]`; never −∞, since no parent has p = 0.
 *
 * @param size N, individuals on each island
 * @param inherited the same sums of the present population, by place after migration
 */
export function descentOfChildren(
  inherited: Float64Array,
  parentage: Float64Array,
  parents: Parents,
  size: number,
): Float64Array {
  const along = (place: number): number => inherited[place]! + parentBits(parentage[place]!, size);
  return Float64Array.from(parents.first, (first, child) => {
    const second = parents.second[child]!;
    return second < 0 ? along(first) : (along(first) + along(second)) / 2;
  });
}
