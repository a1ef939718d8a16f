import { type Key, Purpose, Stream } from '../base/streams.js';
import type { CopyingSpec } from '../scenario/scenario.js';
import type { GenomeLayout } from '../system/system.js';

/** Lets the loci of a region of one child overwrite others, in place. */
export type Copying = (loci: Uint32Array, generation: number, child: number) => void;

/**
 * Copying: each locus of the region, independently with probability `rate`, overwrites the table (or parameters) of one unit beside it
 * (left, right, above or below on the map; one unit chosen uniformly among those that evolve and express another locus,
 * and nothing where there is none).
 *
 * All of them copy what they were before; where two overwrite the same locus, the later in row-major order stays.
 */
export function createCopying(
  { regions, wordsPerLocus }: GenomeLayout,
  { region, rate }: CopyingSpec,
  key: Key,
): Copying {
  const { loci, beside } = regions[region]!;
  const before = new Uint32Array(loci.length * wordsPerLocus);
  return (child, generation, childIndex) => {
    const stream = new Stream(key, Purpose.copying, generation, childIndex);
    loci.forEach((locus, i) => {
      for (let word = 0; word < wordsPerLocus; word++) {
        before[i * wordsPerLocus + word] = child[locus * wordsPerLocus + word]!;
      }
    });
    for (let i = 0; i < loci.length; i++) {
      if (stream.nextUnit() >= rate) continue;
      const targets = beside[i]!;
      if (targets.length === 0) continue;
      const target = targets[stream.nextBelow(targets.length)]!;
      for (let word = 0; word < wordsPerLocus; word++) {
        child[target * wordsPerLocus + word] = before[i * wordsPerLocus + word]!;
      }
    }
  };
}
