import { UserError } from '../base/errors.js';
import { sortedKeys } from '../base/order.js';
import type { EvaluatorFactory } from './evaluator.js';
import { plainEvaluator } from './plain.js';
import { referenceEvaluator } from './reference/reference.js';
import { kernelObstacle, requireKernel } from './wasm/kernel.js';
import type { Savings } from './wasm/savings.js';
import { wasmEvaluator, wasmEvaluatorWith } from './wasm/wasm.js';

/** The evaluators that can be asked for by name; each is held to the plain one by the shared contract test. */
export const evaluators: Readonly<Record<'plain' | 'reference' | 'wasm', EvaluatorFactory>> = {
  plain: plainEvaluator,
  reference: referenceEvaluator,
  wasm: wasmEvaluator,
};

/** The evaluator that gives laws in place of counts; all others count. */
export const EXACT = 'exact';

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
 * @param savings what the wasm evaluator leaves out, if not all that it can; no other evaluator leaves anything out
 * @throws UserError for a name that stands for no evaluator
 * @throws DeviceError where the machine cannot run it
 */
export function evaluatorNamed(name: string, savings?: Savings): EvaluatorFactory {
  const legal = [EXACT, ...sortedKeys(evaluators)].join(', ');
  if (!Object.hasOwn(evaluators, name)) {
    throw new UserError(`evaluator ${JSON.stringify(name)}; expected one of ${legal}`);
  }
  if (name === 'wasm') requireKernel();
  if (name === 'wasm' && savings !== undefined) return wasmEvaluatorWith(savings);
  return evaluators[name as keyof typeof evaluators];
}

/**
 * The evaluator where none is asked for: the fastest that runs here. Results do not depend on it.
 *
 * @param obstacle why the wasm evaluator cannot run here, null where it can
 * @returns its name, and a note for the user where it is not the usual one
 */
export function defaultEvaluator(obstacle: string | null = kernelObstacle()): { name: string; note: string | null } {
  if (obstacle === null) return { name: 'wasm', note: null };
  return { name: 'reference', note: `${obstacle}: evaluating by reference, several times slower` };
}
