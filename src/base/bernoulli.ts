import type { Key, Purpose } from './streams.js';
import { threefry } from './threefry.js';

/** A probability on the grid of multiples of 2^-32, as the integer p·2^32 in [0, 2^32]; rounds to nearest. */
export function probabilityBits(p: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`probability ${p}; expected a number in [0, 1]`);
  return Math.round(p * 0x100000000);
}

/** Rounds of one word lie next to each other in the block counter: a 32-bit probability never needs more. */
const ROUNDS = 32;

const scratch = new Uint32Array(4);

/**
 * Words of independent Bernoulli(p) bits: `out[i]` becomes word `first + i` of the plane at (purpose, generation, plane).
 *
 * Each bit is [U < p] with U a 32-bit fraction whose bits are compared with those of p, most significant first; a word
 * is decided once all its 32 bits are, or once no 1 is left in p (then U >= p for the undecided). So a fair bit takes
 * one round, any other p about six. The random word of a round is a pure function of (purpose, generation, plane, word,
 * round), so a plane can be made in any pieces, on any device. Writes into `out`, which the caller owns.
 *
 * @param p probability times 2^32, from {@link probabilityBits}
 * @param first word index of out[0]; a multiple of 4, since four words share one block of random bits
 */
export function bernoulliWords(
  out: Uint32Array,
  p: number,
  key: Key,
  purpose: Purpose,
  generation: number,
  plane: number,
  first = 0,
): void {
  if (p === 0x100000000) {
    out.fill(0xffffffff);
    return;
  }
  out.fill(0);
  for (let start = 0; start < out.length; start += 4) {
    const lanes = Math.min(4, out.length - start);
    const blockBase = ((first + start) >>> 2) * ROUNDS;
    let open0 = -1;
    let open1 = lanes > 1 ? -1 : 0;
    let open2 = lanes > 2 ? -1 : 0;
    let open3 = lanes > 3 ? -1 : 0;
    let rest = p >>> 0;
    for (let round = 0; rest !== 0 && (open0 | open1 | open2 | open3) !== 0; round++) {
      threefry(key, blockBase + round, plane, generation, purpose, scratch);
      if (rest >>> 31 === 1) {
        // p has a 1 here: a random 0 puts U below p for good.
        out[start]! |= open0 & ~scratch[0]!;
        if (lanes > 1) out[start + 1]! |= open1 & ~scratch[1]!;
        if (lanes > 2) out[start + 2]! |= open2 & ~scratch[2]!;
        if (lanes > 3) out[start + 3]! |= open3 & ~scratch[3]!;
        open0 &= scratch[0]!;
        open1 &= scratch[1]!;
        open2 &= scratch[2]!;
        open3 &= scratch[3]!;
      } else {
        // p has a 0 here: a random 1 puts U above p for good.
        open0 &= ~scratch[0]!;
        open1 &= ~scratch[1]!;
        open2 &= ~scratch[2]!;
        open3 &= ~scratch[3]!;
      }
      rest = (rest << 1) >>> 0;
    }
  }
}
