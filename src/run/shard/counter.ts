import type { Reading } from '../../simulate/evaluator.js';
import { evaluatorNamed } from '../../simulate/evaluators.js';
import { arenaStimuli } from '../arena.js';
import { Counts } from '../counts.js';
import type { ShardContext } from './context.js';

/** The counts of individuals of the arena, on the stimulus that lies there. */
export class Counter {
  readonly offsets: readonly number[];
  readonly cells: number;
  private readonly counts: Counts;

  constructor(context: ShardContext, readings: readonly Reading[]) {
    const create = evaluatorNamed(context.evaluator, context);
    this.counts = new Counts(create(context.system, readings, context.arena.home), readings);
    this.offsets = this.counts.offsets;
    this.cells = this.counts.cells;
  }

  /** Calls `use` with each individual's counts in a context, of which its own start at `base`: context by context. */
  each(
    { arena, system }: ShardContext,
    buffer: 0 | 1,
    first: number,
    count: number,
    use: (individual: number, counts: Uint32Array, base: number, context: number) => void,
  ): void {
    arenaStimuli(arena, system).forEach((stimulus, context) => {
      this.counts.each(arena.loci[buffer], first, count, stimulus, (individual, counts, base) =>
        use(individual, counts, base, context),
      );
    });
  }
}
