import type { DeviceLink } from '../simulate/device/client.js';
import type { Reading } from '../simulate/evaluator.js';
import { evaluatorNamed } from '../simulate/evaluators.js';
import type { SharedMemory } from '../simulate/shared-memory.js';
import type { Savings } from '../simulate/wasm/savings.js';
import type { System } from '../system/system.js';
import { AnalogMeter } from './analog/meter.js';
import { CountMeter } from './count-meter.js';
import type { Meter } from './meter.js';

/** Who evaluates, and what that needs. */
export interface Evaluating {
  /** Name of a sampling evaluator: any but `exact`. */
  readonly evaluator: string;
  readonly savings?: Savings | undefined;
  readonly device?: DeviceLink | undefined;
}

/** @param home the memory that genomes and stimulus usually lie in */
export function createMeter(
  system: System,
  readings: readonly Reading[],
  samples: number,
  evaluating: Evaluating,
  home?: SharedMemory,
): Meter {
  const { evaluator, device } = evaluating;
  if (system.units.kind === 'analog') return new AnalogMeter(system, readings, samples, evaluator, device);
  return new CountMeter(evaluatorNamed(evaluator, evaluating)(system, readings, home), readings, samples);
}
