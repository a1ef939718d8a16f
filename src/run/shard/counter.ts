import type { Reading } from '../../simulate/evaluator.js';
import { evaluatorNamed } from '../../simulate/evaluators.js';
import { arenaStimulus } from '../arena.js';
import { Counts } from '../counts.js';
import type { ShardContext } from './context.js';

/** The counts of individuals of the arena, on the stimulus that lies there. */
export class Counter {
  readonly offsets: readonly number[];
  readonly cells: number;
  private readonly counts: Counts;

  constructor(context: ShardContext, readings: readonly Reading[]) {
    const create = evaluatorNamed(context.evaluator, context.savings);
    this.counts = new Counts(create(context.system, readings, context.arena.home), readings);
    this.offsets = this.counts.offsets;
    this.cells = this.counts.cells;
  }

  /** Calls `use` with each individual's counts, of which its own start at `base`. */
  each(
    context: ShardContext,
    buffer: 0 | 1,
    first: number,
    count: number,
    use: (individual: number, counts: Uint32Array, base: number) => void,
  ): void {
    this.counts.each(context.arena.loci[buffer], first, count, arenaStimulus(context.arena, context.system), use);
  }
}
