import { classCount, classOfSums } from './table-class.js';

/**
 * How often each class comes up among the ways to make pairs of outputs, `[class][differing]`, exact integers.
 *
 * An index x and its complement enter the sums S_j with opposite signs, so a pair adds 2d·(−1)^(x_j), d = 0 where its two
 * outputs are equal and ±1 where they differ. A way is one choice of d for each of the 2^(K−1) pairs, and `differing` its
 * number of pairs with d ≠ 0: what a table's probability under π depends on, where π is the same for all outputs. That is
 * 3^16 ways instead of 2^32 tables for K = 5; they are made of two halves, in each of which most ways agree in all sums.
 */
export function countPairs(neighbourCount: number): number[][] {
  const pairs = 1 << (neighbourCount - 1);
  const indices = Array.from({ length: pairs }, (_, x) => x);
  const left = waysOf(indices.slice(0, pairs >> 1), neighbourCount);
  const right = waysOf(indices.slice(pairs >> 1), neighbourCount);
  const counts = Array.from({ length: classCount(neighbourCount) }, () => new Array<number>(pairs + 1).fill(0));
  const sums = new Int32Array(neighbourCount);
  for (const a of left) {
    for (const b of right) {
      for (let j = 0; j < neighbourCount; j++) sums[j] = a.sums[j]! + b.sums[j]!;
      counts[classOfSums(sums, 0, neighbourCount)]![a.differing + b.differing]! += a.ways * b.ways;
    }
  }
  return counts;
}

/** Ways that agree in all sums and in the number of pairs that differ. */
interface Ways {
  readonly sums: Int32Array;
  readonly differing: number;
  ways: number;
}

/** The choices of d for these indices and their complements. */
function waysOf(indices: readonly number[], neighbourCount: number): Ways[] {
  let found: Ways[] = [{ sums: new Int32Array(neighbourCount), differing: 0, ways: 1 }];
  for (const x of indices) {
    const next = new Map<string, Ways>();
    for (const { sums, differing, ways } of found) {
      for (const d of [-1, 0, 1]) {
        const moved = sums.map((sum, j) => sum + 2 * d * (1 - 2 * ((x >> j) & 1)));
        const differs = differing + Math.abs(d);
        const key = `${differs} ${moved.join()}`;
        const known = next.get(key);
        if (known === undefined) next.set(key, { sums: moved, differing: differs, ways });
        else known.ways += ways;
      }
    }
    found = [...next.values()];
  }
  return found;
}
