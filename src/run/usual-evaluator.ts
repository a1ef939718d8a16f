import type { Scenario } from '../scenario/scenario.js';
import { DEFAULT_ANALOG_EVALUATOR } from '../simulate/analog/analog-evaluators.js';
import { defaultEvaluator } from '../simulate/evaluators.js';

/** The evaluator of a scenario where none is asked for, and what to say of it where it is not the usual one. */
export function usualEvaluator({ units }: Pick<Scenario, 'units'>): {
  readonly name: string;
  readonly note: string | null;
} {
  return units.kind === 'analog' ? { name: DEFAULT_ANALOG_EVALUATOR, note: null } : defaultEvaluator();
}
