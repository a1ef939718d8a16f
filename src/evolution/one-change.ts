import { probabilityBits } from '../base/bernoulli.js';
import type { Stream } from '../base/streams.js';
import type { VariationSpec } from '../scenario/scenario.js';
import { parametersOf, stepParameter } from '../system/prior/normal.js';
import { drawTable } from '../system/prior/prior.js';
import type { GenomeLayout } from '../system/system.js';
import { freeBits, freeParameters, writeTies } from '../system/ties.js';

/** Changes the genotype at one place, `Uint32Array [locus]`, as mutation would. */
export type OneChange = (loci: Uint32Array, stream: Stream) => void;

/**
 * One change of a genotype: what mutation does when it redraws one place, given that this changes something. Bit by bit, a
 * free table bit is complemented, chosen by the probability that a redraw changes it; under a prior family a locus,
 * uniform, gets another table of the family; of analog units a free parameter, uniform, takes a step. Copies at tied bits
 * follow. Nothing changes where nothing can.
 *
 * @param step of analog units, as that of mutation
 */
export function createOneChange(
  layout: GenomeLayout,
  { step = 1 }: Partial<VariationSpec['mutation']> = {},
): OneChange {
  const { locusCount, bitsPerLocus, neighbourCount, prior, ties } = layout;
  if (prior.kind === 'family') {
    return (loci, stream) => {
      if (locusCount === 0) return;
      const locus = stream.nextBelow(locusCount);
      const before = loci[locus]!;
      while (loci[locus] === before) loci[locus] = drawTable(prior, neighbourCount, stream);
    };
  }
  if (prior.kind === 'normal') {
    const places = freeParameters(layout);
    return (loci, stream) => {
      if (places.length === 0) return;
      const parameters = parametersOf(loci);
      const word = places[stream.nextBelow(places.length)]!;
      parameters[word] = stepParameter(parameters[word]!, step, prior, stream);
      writeTies(loci, 0, ties);
    };
  }
  const one = probabilityBits(prior.bit) / 0x100000000;
  const free = freeBits(layout);
  return (loci, stream) => {
    // A redraw changes a 1 with probability 1 − one, and a 0 with probability one.
    const weight = (place: number): number =>
      (loci[Math.floor(place / bitsPerLocus)]! >>> (place % bitsPerLocus)) & 1 ? 1 - one : one;
    const total = free.reduce((sum, place) => sum + weight(place), 0);
    if (total === 0) return;
    let left = stream.nextUnit() * total;
    const chosen = free.find((place) => (left -= weight(place)) < 0) ?? free.at(-1)!;
    const locus = Math.floor(chosen / bitsPerLocus);
    loci[locus] = (loci[locus]! ^ (1 << (chosen % bitsPerLocus))) >>> 0;
    writeTies(loci, 0, ties);
  };
}
