import type { Key } from '../base/streams.js';
import type { VariationSpec } from '../scenario/scenario.js';
import type { GenomeLayout } from '../system/system.js';
import { writeTies } from '../system/ties.js';
import { recombine } from './crossover.js';
import { createMutation } from './mutation.js';

/**
 * Writes one child's loci into `childLoci`, a pure function of the parents, the child's generation and place, and the key.
 *
 * @param parentLoci `Uint32Array [individual][locus]`, row-major
 * @param first index of the first parent
 * @param second index of the second parent, −1 for an asexual child
 * @param generation the generation that the child belongs to
 * @param child the child's place in its population, over all islands
 */
export type Breed = (
  parentLoci: Uint32Array,
  first: number,
  second: number,
  generation: number,
  child: number,
  childLoci: Uint32Array,
) => void;

/** Crossover of whole loci, then mutation of free bits, then the copies at tied ones. */
export function createBreeder(layout: GenomeLayout, variation: VariationSpec, key: Key): Breed {
  const { locusCount } = layout;
  const { kind } = variation.crossover;
  const mutate = createMutation(layout, variation.mutation.perGenome, key);
  return (parentLoci, first, second, generation, child, childLoci) => {
    const lociOf = (parent: number): Uint32Array => parentLoci.subarray(parent * locusCount, (parent + 1) * locusCount);
    if (second < 0) childLoci.set(lociOf(first));
    else recombine(childLoci, lociOf(first), lociOf(second), kind, key, generation, child);
    mutate(childLoci, generation, child);
    writeTies(childLoci, 0, layout.ties);
  };
}
