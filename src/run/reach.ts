import { UserError } from '../base/errors.js';
import { isExact } from '../simulate/evaluators.js';
import { exactEvaluator } from '../simulate/exact/exact.js';
import type { Blueprint } from './engine.js';

/** Refuses a run whose laws the exact evaluator cannot compute, before anything is written or a worker started. */
export function checkReach({ scenario, system, readings }: Blueprint, evaluator: string): void {
  if (!isExact(evaluator)) return;
  try {
    for (const { readings: asked } of Object.values(readings)) exactEvaluator(system, asked);
  } catch (error) {
    if (error instanceof UserError) throw new UserError(`${scenario.name}: ${error.message}`);
    throw error;
  }
}
