import { probabilityBits } from '../../../base/bernoulli.js';
import { drawTable } from '../../../system/prior/prior.js';
import type { GenomeLayout } from '../../../system/system.js';
import type { SingleMove } from './moves.js';

/** Redraws `count` table bits from π, at places drawn with replacement. Only for a prior over single bits. */
export function redrawBits({ locusCount, bitsPerLocus }: GenomeLayout, bit: number, count: number): SingleMove {
  const one = probabilityBits(bit);
  return (loci, first, stream) => {
    for (let draw = 0; draw < count; draw++) {
      const place = stream.nextBelow(locusCount * bitsPerLocus);
      const at = first + Math.floor(place / bitsPerLocus);
      const mask = 1 << (place % bitsPerLocus);
      loci[at] = stream.nextWord() < one ? loci[at]! | mask : loci[at]! & ~mask;
    }
    return 1;
  };
}

/**
 * Complements one table bit, so that at prior ½ no proposal is wasted on what is there already: the ratio is that of
 * π's two values.
 */
export function flipBit({ locusCount, bitsPerLocus }: GenomeLayout, bit: number): SingleMove {
  const one = probabilityBits(bit) / 0x100000000;
  return (loci, first, stream) => {
    const place = stream.nextBelow(locusCount * bitsPerLocus);
    const at = first + Math.floor(place / bitsPerLocus);
    const mask = 1 << (place % bitsPerLocus);
    const wasOne = (loci[at]! & mask) !== 0;
    loci[at]! ^= mask;
    return wasOne ? (1 - one) / one : one / (1 - one);
  };
}

/** Redraws `count` whole tables from π, at loci drawn with replacement. */
export function redrawTables({ locusCount, neighbourCount, prior }: GenomeLayout, count: number): SingleMove {
  return (loci, first, stream) => {
    for (let draw = 0; draw < count; draw++) {
      const locus = stream.nextBelow(locusCount);
      loci[first + locus] = drawTable(prior, neighbourCount, stream);
    }
    return 1;
  };
}
