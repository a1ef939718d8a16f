import { cellOffsets, type Reading } from '../../simulate/evaluator.js';
import { type ExactEvaluator, exactEvaluator } from '../../simulate/exact/exact.js';
import type { ShardContext } from './context.js';

/** The exact evaluator with the buffer that one individual's laws go to: what Counter is for counts. */
export class ExactLaws {
  readonly offsets: readonly number[];
  readonly cells: number;
  private readonly evaluator: ExactEvaluator;
  private readonly laws: Float64Array;

  constructor({ system }: ShardContext, readings: readonly Reading[]) {
    this.offsets = cellOffsets(readings);
    this.cells = this.offsets.at(-1)!;
    this.laws = new Float64Array(this.cells);
    this.evaluator = exactEvaluator(system, readings);
  }

  /** Calls `use` with each individual's laws. */
  each(
    context: ShardContext,
    buffer: 0 | 1,
    first: number,
    count: number,
    use: (individual: number, laws: Float64Array) => void,
  ): void {
    const loci = context.arena.loci[buffer];
    for (let individual = first; individual < first + count; individual++) {
      this.evaluator.evaluate(loci, individual, 1, this.laws);
      use(individual, this.laws);
    }
  }
}
