import type { Direction } from './level.js';

/** Bits that a threshold must be beyond the reach of luck. */
const LUCK_BITS = 10;

/**
 * Whether what passes a threshold does so by what it is, not by luck with its samples: S samples of a genotype that
 * carries nothing show t bits with probability about 2^(−S t), so a set of so many bits is trusted while bits < S t − 10.
 *
 * Always with exact scores, where nothing is selected yet, and closing: luck does not make a strong channel look weak.
 *
 * @param samples S; null where scores are exact
 */
export function isTrusted(bits: number, threshold: number, samples: number | null, direction: Direction): boolean {
  return direction === 'close' || samples === null || bits === 0 || bits < samples * threshold - LUCK_BITS;
}
