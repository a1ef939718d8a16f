import { InvariantError, UserError } from '../base/errors.js';
import { sortedKeys } from '../base/order.js';
import { type DeviceLink, deviceEvaluator } from './device/client.js';
import type { EvaluatorFactory } from './evaluator.js';
import { plainEvaluator } from './plain.js';
import { referenceEvaluator } from './reference/reference.js';
import { DEVICE_EVALUATORS, wantedOf } from './tfjs/names.js';
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

/** The name that leaves the choice to the program: a real GPU where it pays, wasm otherwise. */
export const AUTO = 'auto';

/** Whether a device of its own stands behind a name, which must be opened before anything can be evaluated. */
export function isOnDevice(name: string): boolean {
  return wantedOf(name) !== null;
}

const legalNames = (): string => [EXACT, ...sortedKeys(evaluators), ...DEVICE_EVALUATORS, AUTO].join(', ');

/**
 * Refuses a name that stands for no evaluator, counting or exact.
 *
 * @throws UserError
 */
export function checkEvaluatorName(name: string): void {
  if (isExact(name) || isOnDevice(name) || name === AUTO) return;
  evaluatorNamed(name);
}

/** What an evaluator may need beside its name. */
export interface Means {
  /** What the wasm evaluator leaves out, if not all that it can; no other evaluator leaves anything out. */
  readonly savings?: Savings | undefined;
  /** This thread's way to the device, open already. */
  readonly device?: DeviceLink | undefined;
}

/**
 * The counting evaluator of a name, never a substitute for it.
 *
 * @throws UserError for a name that stands for no evaluator
 * @throws DeviceError where the machine cannot run it
 */
export function evaluatorNamed(name: string, { savings, device }: Means = {}): EvaluatorFactory {
  if (isOnDevice(name)) {
    if (device === undefined) throw new InvariantError(`evaluator ${name}: its device was not opened`);
    return deviceEvaluator(name, device);
  }
  if (!Object.hasOwn(evaluators, name)) {
    throw new UserError(`evaluator ${JSON.stringify(name)}; expected one of ${legalNames()}`);
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
