import { cellOffsets, type EvaluatorFactory } from '../simulate/evaluator.js';
import { plainEvaluator } from '../simulate/plain.js';
import { referenceEvaluator } from '../simulate/reference/reference.js';
import { NO_SAVINGS, type Savings } from '../simulate/wasm/savings.js';
import { type WasmEvaluator, wasmEvaluator, wasmEvaluatorWith } from '../simulate/wasm/wasm.js';
import type { Work } from './work/work.js';

/** The savings of the wasm evaluator that can be switched, in the order of the tables. */
export const SAVINGS = ['cone', 'duplicates', 'planes', 'liveness'] as const satisfies readonly (keyof Savings)[];
export type Saving = (typeof SAVINGS)[number];

/** Evaluators that are compared, with what they leave out of a dense evaluation. */
const factories = {
  plain: plainEvaluator,
  reference: referenceEvaluator,
  'wasm dense': wasmEvaluatorWith(NO_SAVINGS),
  'wasm cone': wasmEvaluatorWith({ ...NO_SAVINGS, cone: true }),
  'wasm duplicates': wasmEvaluatorWith({ ...NO_SAVINGS, duplicates: true }),
  'wasm planes': wasmEvaluatorWith({ ...NO_SAVINGS, planes: true }),
  'wasm liveness': wasmEvaluatorWith({ ...NO_SAVINGS, liveness: true }),
  'wasm all': wasmEvaluator,
} as const satisfies Record<string, EvaluatorFactory>;

export type VariantName = keyof typeof factories;
export const variantNames = Object.keys(factories) as VariantName[];

/** An evaluator with a work before it. */
export interface Prepared {
  /** Evaluates genotypes [first, first + count) of the work, `times` times over. */
  readonly run: (times: number, first?: number, count?: number) => void;
  /** Counts of the last evaluation. */
  readonly counts: Uint32Array;
  /** Updates that one evaluation of the whole work really runs; null where the evaluator does not count them. */
  readonly updatesDone: () => number | null;
}

export function prepare(name: VariantName, work: Work): Prepared {
  const evaluator = factories[name](work.system, work.readings, work.home);
  const counts = new Uint32Array(work.count * cellOffsets(work.readings).at(-1)!);
  const run = (times: number, first = 0, count = work.count): void => {
    for (let i = 0; i < times; i++) evaluator.evaluate(work.loci, first, count, work.stimulus, counts);
  };
  return {
    run,
    counts,
    updatesDone: () => {
      if (!('work' in evaluator)) return null;
      const { work: done } = evaluator as WasmEvaluator;
      const before = done.updates;
      run(1);
      return done.updates - before;
    },
  };
}
