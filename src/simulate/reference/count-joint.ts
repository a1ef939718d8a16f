import { popcount } from '../../base/planes.js';

/**
 * Adds `words` × 32 samples to joint counts: bit i of the cell is the plane at offset `planes[i]` of `state`, cell c is
 * `counts[at + c]`.
 */
export type CountJoint = (
  state: Int32Array,
  planes: Int32Array,
  words: number,
  counts: Uint32Array,
  at: number,
) => void;

/** One bit outside, one bit inside: three numbers of 1 bits give the four cells. */
const countTwoBits: CountJoint = (state, planes, words, counts, at) => {
  const p = planes[0]!;
  const q = planes[1]!;
  let ones = 0;
  let twos = 0;
  let both = 0;
  for (let i = 0; i < words; i++) {
    const x = state[p + i]!;
    const y = state[q + i]!;
    ones += popcount(x);
    twos += popcount(y);
    both += popcount(x & y);
  }
  counts[at]! += words * 32 - ones - twos + both;
  counts[at + 1]! += ones - both;
  counts[at + 2]! += twos - both;
  counts[at + 3]! += both;
};

const masks = new Int32Array(1 << 5);

/** Few bits: the samples of a word are split by one bit after the other into one mask for each cell. */
const countByMasks: CountJoint = (state, planes, words, counts, at) => {
  const cells = 1 << planes.length;
  for (let i = 0; i < words; i++) {
    masks[0] = -1;
    for (let bit = 0; bit < planes.length; bit++) {
      const plane = state[planes[bit]! + i]!;
      const half = 1 << bit;
      for (let cell = 0; cell < half; cell++) {
        const mask = masks[cell]!;
        masks[cell + half] = mask & plane;
        masks[cell] = mask & ~plane;
      }
    }
    for (let cell = 0; cell < cells; cell++) counts[at + cell]! += popcount(masks[cell]!);
  }
};

const symbols = new Int32Array(32);

/** Many bits: most cells of a word are empty, so each sample's symbol is put together and counted. */
const countBySymbols: CountJoint = (state, planes, words, counts, at) => {
  for (let i = 0; i < words; i++) {
    symbols.fill(0);
    for (let bit = 0; bit < planes.length; bit++) {
      const plane = state[planes[bit]! + i]!;
      for (let sample = 0; sample < 32; sample++) symbols[sample]! |= ((plane >>> sample) & 1) << bit;
    }
    for (let sample = 0; sample < 32; sample++) counts[at + symbols[sample]!]! += 1;
  }
};

/** The quickest way to count symbols of so many bits: splitting costs 2^(bits + 1) a word, symbols 32 × bits. */
export function countJointOf(bits: number): CountJoint {
  if (bits === 2) return countTwoBits;
  return bits <= 5 ? countByMasks : countBySymbols;
}
