import { DEFAULT_ANALOG_EVALUATOR } from '../../simulate/analog/analog-evaluators.js';
import { isExact } from '../../simulate/evaluators.js';

/**
 * The evaluator as far as results hang on it: `exact`, that of analog units, or null for any that counts. Counting ones
 * agree in every count, so a sweep may be begun with one and finished with another.
 *
 * @param asked null for the usual one
 * @param isAnalog whether any units are analog
 */
export function evaluatorInResults(asked: string | null, isAnalog: boolean): string | null {
  if (asked !== null && isExact(asked)) return asked;
  return isAnalog ? (asked ?? DEFAULT_ANALOG_EVALUATOR) : null;
}
