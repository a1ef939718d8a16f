import { UserError } from '../base/errors.js';
import { sortedKeys } from '../base/order.js';
import type { EvaluatorFactory } from './evaluator.js';
import { plainEvaluator } from './plain.js';
import { referenceEvaluator } from './reference/reference.js';

/** The evaluators that can be asked for by name; each is held to the plain one by the shared contract test. */
export const evaluators: Readonly<Record<'plain' | 'reference', EvaluatorFactory>> = {
  plain: plainEvaluator,
  reference: referenceEvaluator,
};

/** Names that are reserved for evaluators to come. */
const NOT_BUILT_YET = ['wasm'];

/** The evaluator that gives laws in place of counts; all others count. */
const EXACT = 'exact';

/** Whether a name asks for laws without sampling error, which changes what a run measures and so its identity. */
export function isExact(name: string): boolean {
  return name === EXACT;
}

/**
 * Refuses a name that stands for no evaluator, counting or exact.
 *
 * @throws UserError
 */
export function checkEvaluatorName(name: string): void {
  if (!isExact(name)) evaluatorNamed(name);
}

/**
 * The counting evaluator of a name, never a substitute for it.
 *
 * @throws UserError for a name that stands for no evaluator, or for one that is not built yet
 */
export function evaluatorNamed(name: string): EvaluatorFactory {
  const legal = [EXACT, ...sortedKeys(evaluators)].join(', ');
  if (Object.hasOwn(evaluators, name)) return evaluators[name as keyof typeof evaluators];
  if (NOT_BUILT_YET.includes(name)) throw new UserError(`evaluator ${name}: not built yet; expected one of ${legal}`);
  throw new UserError(`evaluator ${JSON.stringify(name)}; expected one of ${legal}`);
}
