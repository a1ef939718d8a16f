import { probabilityBits } from '../base/bernoulli.js';
import { type Key, Purpose, Stream } from '../base/streams.js';
import type { GenomeLayout } from '../system/system.js';

/** Redraws table bits of one child in place. */
export type Mutate = (loci: Uint32Array, generation: number, child: number) => void;

/**
 * Mutation: each free table bit independently, with probability min(1, perGenome / free bits), is redrawn from π, so
 * that π is left unchanged by it. Genomes without free bits stay as they are.
 *
 * Goes from one redrawn bit to the next by geometric gaps: P(gap ≥ j) = (1 − rate)^j for ⌊ln(1 − U) / ln(1 − rate)⌋
 * (Devroye 1986, Non-Uniform Random Variate Generation, section X.2).
 */
export function createMutation(layout: GenomeLayout, perGenome: number, key: Key): Mutate {
  const { locusCount, bitsPerLocus } = layout;
  const freeBits = locusCount * bitsPerLocus;
  const rate = Math.min(1, perGenome / freeBits);
  if (freeBits === 0 || rate === 0) return () => {};
  const priorBit = probabilityBits(layout.priorBit);
  const logStay = Math.log1p(-rate);
  return (loci, generation, child) => {
    const stream = new Stream(key, Purpose.mutation, generation, child);
    const gap = (): number => Math.floor(Math.log1p(-stream.nextUnit()) / logStay);
    for (let place = gap(); place < freeBits; place += 1 + gap()) {
      const locus = Math.floor(place / bitsPerLocus);
      const bit = place % bitsPerLocus;
      const drawn = stream.nextWord() < priorBit ? 1 : 0;
      loci[locus] = ((loci[locus]! & ~(1 << bit)) | (drawn << bit)) >>> 0;
    }
  };
}
