import type { Direction } from './level.js';

/** Bits that a threshold must be beyond the reach of luck. */
const LUCK_BITS = 10;

/**
 * The bits below which a set {score ≥ t} is trusted, S t − 10: S samples of a genotype that carries nothing show t bits
 * with probability about 2^(−S t), so that beyond them luck with the samples is a cheaper way there. Null where luck plays
 * no part: with exact scores (`samples` null), and closing, since luck does not make a strong channel look weak.
 */
export function trustedBits(threshold: number, samples: number | null, direction: Direction): number | null {
  return direction === 'close' || samples === null ? null : samples * threshold - LUCK_BITS;
}

/** Whether what passes a threshold does so by what it is. Always so where nothing is selected yet. */
export function isTrusted(bits: number, threshold: number, samples: number | null, direction: Direction): boolean {
  const reach = trustedBits(threshold, samples, direction);
  return reach === null || bits === 0 || bits < reach;
}
