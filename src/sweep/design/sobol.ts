import { type Key, Purpose, Stream } from '../../base/streams.js';
import { JOE_KUO } from './direction-numbers.js';

const BITS = 32;

/** Dimensions that there are directions for. */
export const MOST_DIMENSIONS = JOE_KUO.length + 1;

/** The 32 directions of a dimension, from 0: v[k] is what a changed bit k of the point's Gray code changes. */
function directionsOf(dimension: number): Uint32Array {
  if (dimension === 0) return Uint32Array.from({ length: BITS }, (_, k) => 2 ** (BITS - 1 - k));
  const { a, m } = JOE_KUO[dimension - 1]!;
  const degree = m.length;
  const v = new Uint32Array(BITS);
  for (let k = 0; k < BITS; k++) {
    if (k < degree) {
      v[k] = m[k]! * 2 ** (BITS - 1 - k);
      continue;
    }
    let direction = v[k - degree]! ^ (v[k - degree]! >>> degree);
    for (let j = 1; j < degree; j++) if ((a >>> (degree - 1 - j)) & 1) direction ^= v[k - j]!;
    v[k] = direction;
  }
  return v;
}

/**
 * The first points of one dimension of a Sobol' sequence, in 32-bit fixed point: Joe & Kuo's directions, in the order of
 * Gray codes (Antonov & Saleev 1979), the corner first.
 *
 * @returns Uint32Array [point]
 */
export function sobolDimension(dimension: number, points: number): Uint32Array {
  const directions = directionsOf(dimension);
  const values = new Uint32Array(points);
  for (let n = 1; n < points; n++) values[n] = values[n - 1]! ^ directions[31 - Math.clz32(n & -n)]!;
  return values;
}

/**
 * The same with a random digital shift (XOR with one random word), in the open interval (0, 1): the middle of each of
 * 2^32 cells, so that no point lies at a corner. The shift leaves the sequence as evenly spread as it was.
 *
 * @param key of the axis
 * @returns Float64Array [point]
 */
export function shiftedSobol(key: Key, dimension: number, points: number): Float64Array {
  const shift = new Stream(key, Purpose.sobol, 0, 0).nextWord();
  return Float64Array.from(sobolDimension(dimension, points), (value) => (((value ^ shift) >>> 0) + 0.5) / 2 ** BITS);
}
