import { numberedFamily } from '../family.js';
import { allOnes, changeUnderFlip, copyTable } from '../table-bits.js';

/** The parity of a subset of the inputs, complemented or not (affine over GF(2)): 2^(K+1) tables. */
export const linear = numberedFamily(
  {
    count: (neighbourCount) => 2 << neighbourCount,
    table(index, neighbourCount) {
      let table = index >>> neighbourCount === 1 ? allOnes(neighbourCount) : 0;
      for (let input = 0; input < neighbourCount; input++) {
        if (((index >>> input) & 1) === 1) table ^= copyTable(input, neighbourCount);
      }
      return table >>> 0;
    },
  },
  (table, neighbourCount) => {
    const ones = allOnes(neighbourCount);
    for (let input = 0; input < neighbourCount; input++) {
      const change = changeUnderFlip(table, input, neighbourCount);
      if (change !== 0 && change !== ones) return false;
    }
    return true;
  },
);
