/**
 * Bit planes: one bit per sample, 32 samples to a Uint32 word; sample s is bit s & 31 of word s >> 5.
 * Sample counts are multiples of 128, so a plane is always whole 128-bit vectors.
 */
export const SAMPLES_PER_WORD = 32;

/** Sample counts are multiples of this: the width of a SIMD vector in bits. */
export const SAMPLE_GRANULE = 128;

/** Number of 1 bits of a 32-bit word (Warren, Hacker's Delight 2nd ed., fig. 5-2). */
export function popcount(word: number): number {
  let v = word - ((word >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** The bit of one sample in a plane. */
export function sampleBit(plane: Uint32Array, sample: number): number {
  return (plane[sample >>> 5]! >>> (sample & 31)) & 1;
}
