import type { AnalogSpec } from '../../scenario/scenario.js';
import type { System } from '../../system/system.js';
import { type AnalogReading, checkAnalog, programReadings } from '../analog/analog-evaluator.js';
import { planRollout, type RolloutPlan } from './rollout-plan.js';

/** What every backend is told of a lattice of analog units and what is measured of it, once. */
export interface AnalogPlan {
  readonly units: AnalogSpec;
  readonly readings: readonly AnalogReading[];
  /** Of the readings that ask for the same values; its cells, and the offsets of them, are none of these. */
  readonly rollout: RolloutPlan;
}

/** @throws InvariantError where a reading cannot be measured */
export function planAnalog(system: System, readings: readonly AnalogReading[]): AnalogPlan {
  checkAnalog(system, readings);
  return { units: system.units as AnalogSpec, readings, rollout: planRollout(system, programReadings(readings)) };
}
