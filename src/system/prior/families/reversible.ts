import { type Family, tablesWhere } from '../family.js';
import { allOnes, changeUnderFlip, copyTable } from '../table-bits.js';

/** The number of inputs whose flip always flips the output, whatever the others are. */
function permutiveInputs(table: number, neighbourCount: number): number {
  const ones = allOnes(neighbourCount);
  let inputs = 0;
  for (let input = 0; input < neighbourCount; input++) {
    if (changeUnderFlip(table, input, neighbourCount) === ones) inputs++;
  }
  return inputs;
}

const includes: Family['includes'] = (table, neighbourCount) => permutiveInputs(table, neighbourCount) > 0;

/**
 * Tables that are permutive in at least one input: flipping it always flips the output, so that the input can be told
 * from the output and the other inputs (Hedlund 1969, Mathematical Systems Theory 3).
 */
export const reversible: Family = {
  // 2^(2^(K−s)) tables are permutive in all of s given inputs: their parity, xor any table of the others.
  count(neighbourCount) {
    let count = 0;
    let choices = 1;
    for (let s = 1; s <= neighbourCount; s++) {
      choices = (choices * (neighbourCount - s + 1)) / s;
      count += (s % 2 === 1 ? choices : -choices) * 2 ** (1 << (neighbourCount - s));
    }
    return count;
  },
  includes,
  // A table that is permutive in m inputs comes up m times as often: it is kept once in m.
  draw(neighbourCount, stream) {
    const ones = allOnes(neighbourCount);
    for (;;) {
      const input = stream.nextBelow(neighbourCount);
      const copies = copyTable(input, neighbourCount);
      // Free outputs where the input is 0, their complements where it is 1.
      const low = stream.nextWord() & ones & ~copies;
      const table = (low | ((low << (1 << input)) ^ copies)) >>> 0;
      const multiplicity = permutiveInputs(table, neighbourCount);
      if (multiplicity === 1 || stream.nextBelow(multiplicity) === 0) return table;
    }
  },
  tables: tablesWhere(includes),
};
