import { UserError } from '../../base/errors.js';
import type { AnalogEvaluatorFactory } from './analog-evaluator.js';
import { analogReference } from './reference.js';

/** The evaluator of analog units where none is asked for. */
export const DEFAULT_ANALOG_EVALUATOR = 'reference';

/** The evaluators of analog units by name; each is held to the reference within the rounding of what it computes in. */
const analogEvaluators: Readonly<Record<string, AnalogEvaluatorFactory>> = {
  [DEFAULT_ANALOG_EVALUATOR]: analogReference,
};

/**
 * The evaluator of analog units of a name, never a substitute for it.
 *
 * @throws UserError for a name that stands for none
 */
export function analogEvaluatorNamed(name: string): AnalogEvaluatorFactory {
  if (Object.hasOwn(analogEvaluators, name)) return analogEvaluators[name]!;
  throw new UserError(
    `evaluator ${JSON.stringify(name)} for analog units (units.kind: analog), of which it evaluates none; ` +
      `expected one of ${Object.keys(analogEvaluators).join(', ')}`,
  );
}
