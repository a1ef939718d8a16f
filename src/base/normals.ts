import type { Key, Purpose, Stream } from './streams.js';
import { threefry } from './threefry.js';

/** Two uniform numbers, of two words each, make two normal ones: so many values stand in a block of random words. */
const LANES = 2;

const scratch = new Uint32Array(4);

/** Uniform in (0, 1] on the grid of multiples of 2^-53, so that its logarithm is finite. */
const unitAboveZero = (high: number, low: number): number =>
  ((high >>> 5) * 0x4000000 + (low >>> 6) + 1) / 0x20000000000000;

/**
 * Independent N(0, 1) numbers: `out[i]` becomes value `first + i` at (purpose, generation, plane), computed in doubles and
 * rounded to what `out` holds. At most 8.6 in size.
 *
 * Values 2b and 2b + 1 are √(−2 ln U) cos 2πV and √(−2 ln U) sin 2πV (Box & Muller 1958) of the two uniform numbers that
 * the four words of block b make. So each is a pure function of its address. Writes into `out`, which the caller owns.
 */
export function fillNormals(
  out: Float32Array | Float64Array,
  key: Key,
  purpose: Purpose,
  generation: number,
  plane: number,
  first = 0,
): void {
  let i = 0;
  while (i < out.length) {
    const place = first + i;
    threefry(key, Math.floor(place / LANES), plane, generation, purpose, scratch);
    const radius = Math.sqrt(-2 * Math.log(unitAboveZero(scratch[0]!, scratch[1]!)));
    const angle = 2 * Math.PI * unitAboveZero(scratch[2]!, scratch[3]!);
    if (place % LANES === 0) out[i++] = radius * Math.cos(angle);
    if (i < out.length) out[i++] = radius * Math.sin(angle);
  }
}

/** One N(0, 1) number from a stream, by the same transform; takes four words and leaves half of what they could give. */
export function nextNormal(stream: Stream): number {
  const [a, b, c, d] = [stream.nextWord(), stream.nextWord(), stream.nextWord(), stream.nextWord()];
  return Math.sqrt(-2 * Math.log(unitAboveZero(a, b))) * Math.cos(2 * Math.PI * unitAboveZero(c, d));
}
