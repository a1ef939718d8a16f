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
  const { first, second } = parents;
  const along = new Float64Array(inherited.length);
  for (let place = 0; place < along.length; place++) {
    along[place] = inherited[place]! + parentBits(parentage[place]!, size);
  }
  const descent = new Float64Array(first.length);
  for (let child = 0; child < descent.length; child++) {
    const mother = along[first[child]!]!;
    const father = second[child]!;
    descent[child] = father < 0 ? mother : (mother + along[father]!) / 2;
  }
  return descent;
}
