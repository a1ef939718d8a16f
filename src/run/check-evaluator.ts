import type { Scenario } from '../scenario/scenario.js';
import { analogEvaluatorNamed } from '../simulate/analog/analog-evaluators.js';
import { checkEvaluatorName, isOnDevice } from '../simulate/evaluators.js';

/**
 * Refuses a name that stands for no evaluator of a scenario's units.
 *
 * @throws UserError
 */
export function checkEvaluator({ units }: Pick<Scenario, 'units'>, name: string): void {
  if (units.kind === 'lut') checkEvaluatorName(name);
  else if (!isOnDevice(name)) analogEvaluatorNamed(name);
}
