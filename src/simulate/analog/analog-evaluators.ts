import { InvariantError, UserError } from '../../base/errors.js';
import { analogDeviceEvaluator, type DeviceLink } from '../device/client.js';
import { DEVICE_EVALUATORS, wantedOf } from '../tfjs/names.js';
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
 * @param device this thread's way to the device that stands behind the name, open already
 * @throws UserError for a name that stands for none
 */
export function analogEvaluatorNamed(name: string, device?: DeviceLink): AnalogEvaluatorFactory {
  if (wantedOf(name) !== null) {
    if (device === undefined) throw new InvariantError(`evaluator ${name}: its device was not opened`);
    return analogDeviceEvaluator(name, device);
  }
  if (Object.hasOwn(analogEvaluators, name)) return analogEvaluators[name]!;
  throw new UserError(
    `evaluator ${JSON.stringify(name)} for analog units (units.kind: analog), of which it evaluates none; ` +
      `expected one of ${[...Object.keys(analogEvaluators), ...DEVICE_EVALUATORS].join(', ')}`,
  );
}
