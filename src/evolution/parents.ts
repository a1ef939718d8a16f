import { type Key, Purpose, Stream } from '../base/streams.js';
import type { VariationSpec } from '../scenario/scenario.js';

/** Who the parents of each child are, as places in the population: `Int32Array [child]`, global, row-major over islands. */
export interface Parents {
  readonly first: Int32Array;
  /** −1 for an asexual child. */
  readonly second: Int32Array;
}

/** Probability that a child has two parents. */
export function sexualRate({ crossover }: VariationSpec): number {
  return crossover.kind === 'none' ? 0 : crossover.rate;
}

/** Expected number of parents drawn on an island of `size` in one generation: N (1 + r). */
export function parentDraws(size: number, variation: VariationSpec): number {
  return size * (1 + sexualRate(variation));
}

/** Running sums of one island's parentage, and the last place that can be a parent. */
function cumulate(parentage: Float64Array): { sums: Float64Array; last: number } {
  let sum = 0;
  const sums = parentage.map((p) => (sum += p));
  return { sums, last: parentage.findLastIndex((p) => p > 0) };
}

/** The first place whose running sum exceeds `target`: never one with p = 0, since that adds nothing to its sum. */
function invert(sums: Float64Array, last: number, target: number): number {
  let low = 0;
  // The last possible parent is also the answer where rounding puts the target at the sum of all.
  let high = last;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sums[middle]! > target) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * Draws the parents of every child, independently, from the expected parentage on the child's own island.
 *
 * A child is sexual with probability `secondParentRate` and then has a second parent drawn like the first (possibly the same
 * one). All draws of a child come from its own stream, addressed by the children's generation and the child's place.
 *
 * @param parentage p, `Float64Array [island][individual]`, row-major, Σ p = 1 on each island
 */
export function drawParents(
  parentage: Float64Array,
  islands: number,
  secondParentRate: number,
  key: Key,
  generation: number,
): Parents {
  const size = parentage.length / islands;
  const first = new Int32Array(parentage.length);
  const second = new Int32Array(parentage.length).fill(-1);
  for (let island = 0; island < islands; island++) {
    const base = island * size;
    const { sums, last } = cumulate(parentage.subarray(base, base + size));
    const total = sums[size - 1]!;
    for (let child = base; child < base + size; child++) {
      const stream = new Stream(key, Purpose.parents, generation, child);
      first[child] = base + invert(sums, last, stream.nextUnit() * total);
      if (secondParentRate > 0 && stream.nextUnit() < secondParentRate) {
        second[child] = base + invert(sums, last, stream.nextUnit() * total);
      }
    }
  }
  return { first, second };
}
