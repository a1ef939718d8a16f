import { numberedFamily } from '../family.js';
import { allOnes, changeUnderFlip, copyTable } from '../table-bits.js';

/** Tables that depend on at most one input: the two constants, and a copy and a complement of each: 2 + 2K. */
export const sparse = numberedFamily(
  {
    count: (neighbourCount) => 2 + 2 * neighbourCount,
    table(index, neighbourCount) {
      const input = (index >>> 1) - 1;
      const plain = input < 0 ? 0 : copyTable(input, neighbourCount);
      return (index & 1) === 1 ? (plain ^ allOnes(neighbourCount)) >>> 0 : plain;
    },
  },
  (table, neighbourCount) => {
    let inputs = 0;
    for (let input = 0; input < neighbourCount; input++) {
      if (changeUnderFlip(table, input, neighbourCount) !== 0) inputs++;
    }
    return inputs <= 1;
  },
);
