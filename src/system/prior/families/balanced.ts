import { type Family, tablesWhere } from '../family.js';
import { countOnes } from '../table-bits.js';

const includes: Family['includes'] = (table, neighbourCount) => countOnes(table) === 1 << (neighbourCount - 1);

/** Tables whose output is 1 for exactly half of the indices: C(2^K, 2^(K−1)) of them. */
export const balanced: Family = {
  count(neighbourCount) {
    const bits = 1 << neighbourCount;
    let count = 1;
    // Every intermediate product is a binomial coefficient, an integer far below 2^53.
    for (let ones = 1; ones <= bits / 2; ones++) count = (count * (bits - ones + 1)) / ones;
    return count;
  },
  includes,
  // Selection sampling (Knuth, The Art of Computer Programming 2, section 3.4.2, algorithm S).
  draw(neighbourCount, stream) {
    let left = 1 << (neighbourCount - 1);
    let table = 0;
    for (let index = (1 << neighbourCount) - 1; left > 0; index--) {
      if (stream.nextBelow(index + 1) >= left) continue;
      table |= 1 << index;
      left--;
    }
    return table >>> 0;
  },
  tables: tablesWhere(includes),
};
