import { popcount } from '../../base/planes.js';
import { copyTable, tableCount } from '../../system/prior/table-bits.js';

/** Number of classes of tables with K inputs: see {@link classOfSums}. */
export function classCount(neighbourCount: number): number {
  return 2 * neighbourCount + 2;
}

/** The class of tables that follow no input: every c_j below ½. */
export function weakClass(neighbourCount: number): number {
  return 2 * neighbourCount + 1;
}

/**
 * The class of a table T of K inputs, from its sums S_j = Σ_x (−1)^(T(x) + x_j), that is from its correlations
 * c_j = |S_j| / 2^K with each input:
 *
 * - 2j where c_j is the one largest and ½ ≤ c_j < 1, 2j + 1 where c_j = 1 (T is input j or its complement);
 * - 2K where several are largest and at least ½ (then all of them are ½, since Σ c_j² ≤ 1);
 * - 2K + 1 where all are below ½, whether or not the largest of them are tied.
 *
 * Complementing the output or an input changes signs of sums only, so it leaves the class as it is: that freedom of a
 * lattice, which no selection can take away, is not counted as something held.
 *
 * @param sums of either sign; K of them from `offset` on
 */
export function classOfSums(sums: ArrayLike<number>, offset: number, neighbourCount: number): number {
  const all = 1 << neighbourCount;
  let largest = -1;
  let input = 0;
  let tied = false;
  for (let j = 0; j < neighbourCount; j++) {
    const size = Math.abs(sums[offset + j]!);
    tied = size === largest || (tied && size < largest);
    if (size <= largest) continue;
    largest = size;
    input = j;
  }
  if (2 * largest < all) return weakClass(neighbourCount);
  if (tied) return 2 * neighbourCount;
  return 2 * input + (largest === all ? 1 : 0);
}

/** Gives a table's class, in [0, 2K + 2): see {@link classOfSums}. Looked up where all 2^2^K tables fit a list. */
export function classifier(neighbourCount: number): (table: number) => number {
  const all = 1 << neighbourCount;
  const copies = Array.from({ length: neighbourCount }, (_, j) => copyTable(j, neighbourCount));
  const sums = new Int32Array(neighbourCount);
  const classOf = (table: number): number => {
    for (let j = 0; j < neighbourCount; j++) sums[j] = all - 2 * popcount(table ^ copies[j]!);
    return classOfSums(sums, 0, neighbourCount);
  };
  if (neighbourCount > 4) return classOf;
  const classes = Uint8Array.from({ length: tableCount(neighbourCount) }, (_, table) => classOf(table));
  return (table) => classes[table]!;
}
