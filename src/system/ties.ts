import { probabilityBits } from '../base/bernoulli.js';
import { type Key, Purpose, Stream } from '../base/streams.js';
import type { TieSpec } from '../scenario/scenario.js';
import { copyTable } from './prior/table-bits.js';
import type { GenomeLayout, Tie } from './system.js';

/**
 * Draws which table bits are tied, once for a seed: each bit by itself with the tie's fraction. The same seed ties a
 * larger fraction to more bits, those of a smaller one among them.
 *
 * @param lociOf the loci of the units of some letters, in row-major order
 */
export function drawTies(
  specs: readonly TieSpec[],
  lociOf: (letters: readonly string[]) => readonly number[],
  neighbourCount: number,
  key: Key,
): Tie[] {
  const bits = 1 << neighbourCount;
  let parity = 0;
  for (let input = 0; input < neighbourCount; input++) parity = (parity ^ copyTable(input, neighbourCount)) >>> 0;
  return specs.flatMap(({ from, to, fraction, sign }, index) => {
    const origins = lociOf(from);
    const threshold = probabilityBits(fraction);
    return lociOf(to).map((locus, unit): Tie => {
      const stream = new Stream(key, Purpose.ties, index, unit);
      let mask = 0;
      for (let bit = 0; bit < bits; bit++) if (stream.nextWord() < threshold) mask |= 1 << bit;
      return { from: origins[unit]!, to: locus, mask: mask >>> 0, flips: sign === 1 ? 0 : parity };
    });
  });
}

/** Writes the copies over the tied bits of the genotype whose loci start at `first`. */
export function writeTies(loci: Uint32Array, first: number, ties: readonly Tie[]): void {
  for (const { from, to, mask, flips } of ties) {
    loci[first + to] = (loci[first + to]! & ~mask) | ((loci[first + from]! ^ flips) & mask);
  }
}

/** The free table bits, ascending, as locus × bits of a locus + bit. */
export function freeBits({ locusCount, bitsPerLocus, ties }: GenomeLayout): Int32Array {
  const masks = new Uint32Array(locusCount);
  for (const { to, mask } of ties) masks[to] = mask;
  return Int32Array.from({ length: locusCount * bitsPerLocus }, (_, place) => place).filter(
    (place) => ((masks[Math.floor(place / bitsPerLocus)]! >>> (place % bitsPerLocus)) & 1) === 0,
  );
}
