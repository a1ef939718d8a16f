import { resolvePressure } from './resolve.js';
import type { PressureSpec, Scenario } from './scenario.js';
import { pressureSchema } from './schema/pressure.js';

/** How a scenario's pressure curve is measured: as its file says, or by the defaults where it says nothing. */
export function pressureOf(scenario: Scenario): PressureSpec {
  return scenario.pressure ?? resolvePressure(pressureSchema.parse({}), Object.keys(scenario.contexts).length);
}
