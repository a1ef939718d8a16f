import { Purpose, Stream } from '../../base/streams.js';
import {
  allReplacements,
  constraintBits,
  drawReplacements,
  MOST_REPLACEMENTS,
  probeTables,
  type Replacements,
  superpose,
} from '../../pressure/held/constraint.js';
import { writeTies } from '../../system/ties.js';
import { planConstraint, Way } from './constraint-plan.js';
import type { ShardContext } from './context.js';
import { createFitnessProbes, type FitnessProbe, type Measures } from './fitness-probe.js';

/** Words of the genotypes that are evaluated at once, and of their measures, at most: 4 MiB each. */
const MOST_WORDS = 1 << 20;

/** A locus of a champion, with the tables to be tried there and what they measured, from `place` on. */
interface Trial {
  readonly locus: number;
  readonly probed: boolean;
  readonly replacements: Replacements;
  readonly tables: Uint32Array;
}

/**
 * How much each locus of an island's champion is constrained by its fitness in each context: into `arena.constraint`, for places [first, first + count)
 * of islands × loci.
 *
 * The genotypes of a batch differ from the champion in one locus each, so the evaluator finds most of them done already.
 */
export function createConstraint(context: ShardContext) {
  const { arena, system, key } = context;
  const { genome } = system;
  const { locusCount, neighbourCount, prior } = genome;
  const plan = planConstraint(system);
  const fitnessProbes = createFitnessProbes(context, plan);
  const { cells, allocate } = fitnessProbes[0]!;
  const all = allReplacements(prior, neighbourCount);
  const probes = probeTables(neighbourCount);
  const superposed = allocate(cells);
  const own = allocate(cells);
  const fitnessOfTables = new Float64Array(MOST_REPLACEMENTS);
  const rowsAtOnce = Math.max(1, Math.floor(MOST_WORDS / Math.max(1, locusCount)));
  const trialsAtOnce = Math.max(1, Math.floor(MOST_WORDS / (MOST_REPLACEMENTS * Math.max(1, cells))));

  const trialAt = (generation: number, island: number, locus: number): Trial => {
    const replacements =
      all ??
      drawReplacements(
        prior,
        neighbourCount,
        new Stream(key, Purpose.constraint, generation, island * locusCount + locus),
      );
    const probed = plan.ways[locus] === Way.probed;
    return { locus, probed, replacements, tables: probed ? probes : replacements.tables };
  };

  /** Measures of the champion with each table of each trial in turn, `[table][cell]`. */
  const measure = (probe: FitnessProbe, champion: Uint32Array, trials: readonly Trial[]): Measures => {
    const count = trials.reduce((sum, { tables }) => sum + tables.length, 0);
    const measures = probe.allocate(count * cells);
    const rows = new Uint32Array(Math.min(rowsAtOnce, count) * locusCount);
    let filled = 0;
    let done = 0;
    const flush = (): void => {
      probe.evaluate(rows, filled, measures.subarray(done * cells, (done + filled) * cells));
      done += filled;
      filled = 0;
    };
    for (const { locus, tables } of trials) {
      for (const table of tables) {
        rows.set(champion, filled * locusCount);
        rows[filled * locusCount + locus] = table;
        writeTies(rows, filled * locusCount, genome.ties);
        if (++filled === rowsAtOnce) flush();
      }
    }
    if (filled > 0) flush();
    return measures;
  };

  const conclude = (
    probe: FitnessProbe,
    fitness: number,
    { probed, replacements }: Trial,
    measures: Measures,
    first: number,
  ): number => {
    const { tables, weights } = replacements;
    const found = fitnessOfTables.subarray(0, tables.length);
    for (let i = 0; i < tables.length; i++) {
      if (probed) superpose(tables[i]!, measures, first, superposed);
      found[i] = probed ? probe.fitness(superposed, 0) : probe.fitness(measures, first + i * cells);
    }
    return constraintBits(fitness, found, weights) ?? Number.NaN;
  };

  const constrain = (
    probe: FitnessProbe,
    at: number,
    generation: number,
    buffer: 0 | 1,
    first: number,
    count: number,
  ) => {
    const constraint = arena.constraint.subarray(at * arena.shape.islands * locusCount);
    for (let place = first; place < first + count; ) {
      const island = Math.floor(place / locusCount);
      const end = Math.min(first + count, (island + 1) * locusCount);
      const individual = arena.champions[island]!;
      const champion = arena.loci[buffer].subarray(individual * locusCount, (individual + 1) * locusCount);
      probe.evaluate(champion, 1, own);
      const fitness = probe.fitness(own, 0);
      while (place < end) {
        const trials: Trial[] = [];
        for (; place < end && trials.length < trialsAtOnce; place++) {
          const locus = place - island * locusCount;
          // Nothing can keep half of nothing, or lose it.
          if (fitness === 0 || plan.ways[locus] === Way.needless) constraint[place] = 0;
          else trials.push(trialAt(generation, island, locus));
        }
        const measures = measure(probe, champion, trials);
        let from = 0;
        for (const trial of trials) {
          constraint[island * locusCount + trial.locus] = conclude(probe, fitness, trial, measures, from);
          from += trial.tables.length * cells;
        }
      }
    }
  };

  return (generation: number, buffer: 0 | 1, first: number, count: number): void =>
    fitnessProbes.forEach((probe, at) => {
      constrain(probe, at, generation, buffer, first, count);
    });
}
