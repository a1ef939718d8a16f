import type { Blocks } from '../../coupling/derivative/block-sums.js';
import type { Halves } from '../../coupling/derivative/halves.js';
import type { Engine } from '../engine.js';
import { blockContent, sampleSizes } from './plan.js';

/** The islands' samples of π as they were measured, island after island. */
export interface PriorSample {
  /** `[context][channel]`, each of all genotypes: strength in bits. */
  readonly strengths: readonly Halves[];
  /** `[context][channel]`, each of all mutants: strength less that of the genotype, in bits. */
  readonly changes: readonly Halves[];
  /** `[genotype]`, `[mutant]`: their blocks, over all islands. */
  readonly blockOfGenotype: Blocks;
  readonly blockOfMutant: Blocks;
  /** `[mutant]`: of which genotype it is one, counting only those that have mutants. */
  readonly genotypeOfMutant: Blocks;
}

/** Draws and measures the samples of π of all islands, chunk by chunk. The same comes out for any number of workers. */
export async function drawPriorSample(engine: Engine): Promise<PriorSample> {
  const { arena } = engine;
  const { islands, coupling: plan } = arena.shape;
  const sizes = sampleSizes(plan, islands);
  const blocks = islands * plan.blocks;
  const empty = (length: number): Halves[] =>
    Array.from({ length: plan.traits }, () => ({ first: new Float64Array(length), second: new Float64Array(length) }));
  const [strengths, changes] = [empty(sizes.genotypes), empty(sizes.mutants)];
  const blockOfGenotype = new Uint32Array(sizes.genotypes);
  const blockOfMutant = new Uint32Array(sizes.mutants);
  const genotypeOfMutant = new Uint32Array(sizes.mutants);
  let [genotype, mutant] = [0, 0];

  /** Takes a block's measures out of the arena, of which its own begin at `place` for every trait and half. */
  const take = (block: number, place: number): void => {
    const { genotypes, mutated } = blockContent(plan, block);
    const mutants = mutated * plan.mutants;
    for (let trait = 0; trait < 2 * plan.traits; trait++) {
      const from = trait * plan.places + place;
      const measured = arena.halves.subarray(from, from + plan.slots);
      const half = trait < plan.traits ? 'first' : 'second';
      strengths[trait % plan.traits]![half].set(measured.subarray(0, genotypes), genotype);
      const change = changes[trait % plan.traits]![half];
      for (let m = 0; m < mutants; m++) {
        change[mutant + m] = measured[plan.blockSize + m]! - measured[Math.floor(m / plan.mutants)]!;
      }
    }
    blockOfGenotype.fill(block, genotype, genotype + genotypes);
    blockOfMutant.fill(block, mutant, mutant + mutants);
    for (let m = 0; m < mutants; m++) genotypeOfMutant[mutant + m] = Math.floor((mutant + m) / plan.mutants);
    genotype += genotypes;
    mutant += mutants;
  };

  for (let first = 0; first < blocks; first += plan.blocksAtOnce) {
    const count = Math.min(plan.blocksAtOnce, blocks - first);
    await engine.samplePrior(first, count);
    for (let b = 0; b < count; b++) take(first + b, b * plan.slots);
  }
  return {
    ...{ strengths, changes },
    blockOfGenotype: { blockOf: blockOfGenotype, count: blocks },
    blockOfMutant: { blockOf: blockOfMutant, count: blocks },
    genotypeOfMutant: { blockOf: genotypeOfMutant, count: sizes.mutants / plan.mutants },
  };
}
