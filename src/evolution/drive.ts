import { type Key, Purpose, Stream } from '../base/streams.js';
import type { DriveSpec } from '../scenario/scenario.js';
import type { GenomeLayout } from '../system/system.js';

/**
 * Writes the region of a child of two parents, after crossover: all of its loci from one parent, as one block.
 *
 * With probability `bias` that is the parent whose payload is the stronger, else the other; where both are equally
 * strong a fair coin decides. Which of them is called the first says nothing.
 *
 * @param payloads strengths of the payload of the two parents, bits
 */
export type Drive = (
  child: Uint32Array,
  first: Uint32Array,
  second: Uint32Array,
  payloads: readonly [number, number],
  generation: number,
  childIndex: number,
) => void;

export function createDrive({ regions, wordsPerLocus }: GenomeLayout, { region, bias }: DriveSpec, key: Key): Drive {
  const { loci } = regions[region]!;
  return (child, first, second, [ofFirst, ofSecond], generation, childIndex) => {
    const drawn = new Stream(key, Purpose.drive, generation, childIndex).nextUnit();
    const fromFirst = ofFirst === ofSecond ? drawn < 0.5 : drawn < bias === ofFirst > ofSecond;
    const block = fromFirst ? first : second;
    for (const locus of loci) {
      for (let word = locus * wordsPerLocus; word < (locus + 1) * wordsPerLocus; word++) child[word] = block[word]!;
    }
  };
}
