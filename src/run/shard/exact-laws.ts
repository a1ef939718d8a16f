import { cellOffsets, type Reading } from '../../simulate/evaluator.js';
import { type ExactEvaluator, exactEvaluator } from '../../simulate/exact/exact.js';
import { inContext } from '../../simulate/in-context.js';
import type { ShardContext } from './context.js';

/** The exact evaluator with the buffer that one individual's laws go to: what Counter is for counts. */
export class ExactLaws {
  readonly offsets: readonly number[];
  readonly cells: number;
  /** `[context]`: they differ in the law of the environment. */
  private readonly evaluators: readonly ExactEvaluator[];
  private readonly laws: Float64Array;

  constructor({ system }: ShardContext, readings: readonly Reading[]) {
    this.offsets = cellOffsets(readings);
    this.cells = this.offsets.at(-1)!;
    this.laws = new Float64Array(this.cells);
    this.evaluators = system.contexts.map((context) => exactEvaluator(inContext(system, context), readings));
  }

  /** Calls `use` with each individual's laws in a context: context by context. */
  each(
    { arena }: ShardContext,
    buffer: 0 | 1,
    first: number,
    count: number,
    use: (individual: number, laws: Float64Array, context: number) => void,
  ): void {
    this.evaluators.forEach((evaluator, context) => {
      for (let individual = first; individual < first + count; individual++) {
        evaluator.evaluate(arena.loci[buffer], individual, 1, this.laws);
        use(individual, this.laws, context);
      }
    });
  }
}
