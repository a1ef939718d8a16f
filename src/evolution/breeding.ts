import type { Key } from '../base/streams.js';
import type { VariationSpec } from '../scenario/scenario.js';
import { genotypeWords } from '../system/genome.js';
import type { GenomeLayout } from '../system/system.js';
import { writeTies } from '../system/ties.js';
import { createCopying } from './copying.js';
import { recombine } from './crossover.js';
import { createDrive } from './drive.js';
import { createMutation } from './mutation.js';

/**
 * Writes one child's loci into `childLoci`, a pure function of the parents, their payloads, the child's generation and
 * place, and the key.
 *
 * @param parentLoci `Uint32Array [individual][locus][word]`, row-major
 * @param first index of the first parent
 * @param second index of the second parent, −1 for an asexual child
 * @param generation the generation that the child belongs to
 * @param child the child's place in its population, over all islands
 * @param payloads `Float64Array [individual]`, bits: strength of what a drive is toward; read only where there is one
 */
export type Breed = (
  parentLoci: Uint32Array,
  first: number,
  second: number,
  generation: number,
  child: number,
  childLoci: Uint32Array,
  payloads?: Float64Array,
) => void;

/** Crossover of whole loci, drive, mutation of free bits or parameters, copying, and at last the copies at tied ones. */
export function createBreeder(layout: GenomeLayout, variation: VariationSpec, key: Key): Breed {
  const words = genotypeWords(layout);
  const { kind } = variation.crossover;
  const mutate = createMutation(layout, variation.mutation, key);
  const drive = variation.drive === null ? null : createDrive(layout, variation.drive, key);
  const copy = variation.copying === null ? null : createCopying(layout, variation.copying, key);
  return (parentLoci, first, second, generation, child, childLoci, payloads) => {
    const lociOf = (parent: number): Uint32Array => parentLoci.subarray(parent * words, (parent + 1) * words);
    if (second < 0) childLoci.set(lociOf(first));
    else recombine(childLoci, lociOf(first), lociOf(second), kind, layout.wordsPerLocus, key, generation, child);
    if (drive !== null && second >= 0) {
      const ofParents = [payloads![first]!, payloads![second]!] as const;
      drive(childLoci, lociOf(first), lociOf(second), ofParents, generation, child);
    }
    mutate(childLoci, generation, child);
    if (copy !== null) {
      // What is copied is a table as it is expressed, its own tied bits among it.
      writeTies(childLoci, 0, layout.ties);
      copy(childLoci, generation, child);
    }
    writeTies(childLoci, 0, layout.ties);
  };
}
