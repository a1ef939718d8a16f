import { derivedKey, Purpose, Stream } from '../../base/streams.js';
import { createOneChange } from '../../evolution/one-change.js';
import { rulesAt } from '../../evolution/rules-at.js';
import { drawGenotype, genotypeWords } from '../../system/genome.js';
import { blockContent } from '../coupling/plan.js';
import type { ShardContext } from './context.js';
import { createHalves } from './halves.js';

/** Words of the genotypes that are held at once, at most: 4 MiB. */
const MOST_WORDS = 1 << 20;

/**
 * Draws and measures what coupling derivatives are found from, into `arena.halves`.
 *
 * A block of the sample of π is a small experiment by itself: genotypes, mutants and stimuli are all drawn under a key of
 * its own, so that blocks are independent, and leaving out blocks shows the error that a stimulus brings to all who meet
 * it. An island of the population meets stimuli of its own for the same reason.
 */
export function createCoupling(context: ShardContext) {
  const { arena, system, key } = context;
  const { genome } = system;
  const words = genotypeWords(genome);
  const { individuals, islands, coupling: plan } = arena.shape;
  const halves = createHalves(context);
  const change = createOneChange(genome, rulesAt(context.schedule, 0).variation.mutation);
  const rowsAtOnce = Math.max(1, Math.floor(MOST_WORDS / Math.max(1, words)));
  const rows = new Uint32Array(Math.min(rowsAtOnce, Math.max(plan.blockSize, plan.mutated * plan.mutants)) * words);

  /** Makes and measures genotypes 0 … count − 1, some at a time, into places from `place` on. */
  const measureAll = (count: number, place: number, make: (loci: Uint32Array, index: number) => void): void => {
    for (let start = 0; start < count; start += rowsAtOnce) {
      const length = Math.min(rowsAtOnce, count - start);
      for (let i = 0; i < length; i++) make(rows.subarray(i * words, (i + 1) * words), start + i);
      halves.measure(rows, 0, length, place + start);
    }
  };

  return {
    /** Blocks [first, first + count) of the islands' samples of π, in order; places are counted from the chunk's first. */
    prior(first: number, count: number): void {
      for (let block = first; block < first + count; block++) {
        const own = derivedKey(key, Purpose.couplingPrior, 0, block);
        const place = (block % plan.blocksAtOnce) * plan.slots;
        const { genotypes, mutated } = blockContent(plan, block);
        halves.meet(own);
        measureAll(genotypes, place, (loci, g) => drawGenotype(loci, genome, own, g));
        measureAll(mutated * plan.mutants, place + plan.blockSize, (loci, mutant) => {
          drawGenotype(loci, genome, own, Math.floor(mutant / plan.mutants));
          change(loci, new Stream(own, Purpose.mutation, 0, mutant));
        });
      }
    },
    /** Individuals [first, first + count) of a generation. */
    population(generation: number, buffer: 0 | 1, first: number, count: number): void {
      const size = individuals / islands;
      for (let start = first; start < first + count; ) {
        const island = Math.floor(start / size);
        const end = Math.min(first + count, (island + 1) * size);
        halves.meet(derivedKey(key, Purpose.couplingPopulation, generation, island));
        halves.measure(arena.loci[buffer], start, end - start, start);
        start = end;
      }
    },
  };
}
