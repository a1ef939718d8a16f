import { probabilityBits } from '../base/bernoulli.js';
import { InvariantError } from '../base/errors.js';
import { type Key, Purpose, Stream } from '../base/streams.js';
import type { VariationSpec } from '../scenario/scenario.js';
import { parametersOf, stepParameter } from '../system/prior/normal.js';
import { drawTable } from '../system/prior/prior.js';
import type { GenomeLayout } from '../system/system.js';
import { freeBits, freeParameters } from '../system/ties.js';

/** Redraws parts of one child in place. */
export type Mutate = (loci: Uint32Array, generation: number, child: number) => void;

/**
 * Mutation: parts of a genome are redrawn from π, so that π is left unchanged by it.
 *
 * Bit by bit, each free table bit independently, with probability min(1, perGenome / free bits): `perGenome` is the
 * expected number of redrawn bits, as long as there are so many. Under a prior family single bits would leave the
 * family: each free locus is redrawn whole, independently, with probability min(1, perGenome / loci), and `perGenome` is
 * the expected number of redrawn tables. Of analog units each free parameter, with probability
 * min(1, perGenome / free parameters), takes an autoregressive step. Genomes without free loci stay as they are.
 */
export function createMutation(layout: GenomeLayout, { perGenome, step }: VariationSpec['mutation'], key: Key): Mutate {
  const { locusCount, bitsPerLocus, neighbourCount, prior } = layout;
  if (prior.kind === 'family') {
    return createRedraws(locusCount, perGenome, key, (loci, locus, stream) => {
      loci[locus] = drawTable(prior, neighbourCount, stream);
    });
  }
  if (prior.kind === 'normal') {
    if (step === undefined) throw new InvariantError('analog units without a step of mutation');
    const free = freeParameters(layout);
    return createRedraws(free.length, perGenome, key, (loci, index, stream) => {
      const parameters = parametersOf(loci);
      const word = free[index]!;
      parameters[word] = stepParameter(parameters[word]!, step, prior, stream);
    });
  }
  const one = probabilityBits(prior.bit);
  const free = freeBits(layout);
  return createRedraws(free.length, perGenome, key, (loci, index, stream) => {
    const place = free[index]!;
    const locus = Math.floor(place / bitsPerLocus);
    const bit = place % bitsPerLocus;
    const drawn = stream.nextWord() < one ? 1 : 0;
    loci[locus] = ((loci[locus]! & ~(1 << bit)) | (drawn << bit)) >>> 0;
  });
}

/**
 * Calls `redraw` for each of `places`, independently, with probability min(1, expected / places).
 *
 * Goes from one redrawn place to the next by geometric gaps: P(gap ≥ j) = (1 − rate)^j for ⌊ln(1 − U) / ln(1 − rate)⌋
 * (Devroye 1986, Non-Uniform Random Variate Generation, section X.2).
 */
function createRedraws(
  places: number,
  expected: number,
  key: Key,
  redraw: (loci: Uint32Array, place: number, stream: Stream) => void,
): Mutate {
  const rate = Math.min(1, expected / places);
  if (places === 0 || rate === 0) return () => {};
  const logStay = Math.log1p(-rate);
  return (loci, generation, child) => {
    const stream = new Stream(key, Purpose.mutation, generation, child);
    const gap = (): number => Math.floor(Math.log1p(-stream.nextUnit()) / logStay);
    for (let place = gap(); place < places; place += 1 + gap()) redraw(loci, place, stream);
  };
}
