import type { SplittingPlan } from '../../pressure/splitting/repeat.js';
import { pressureOf } from '../../scenario/pressure.js';
import type { Scenario } from '../../scenario/scenario.js';
import { isExact } from '../../simulate/evaluators.js';

/** How every repeat of a scenario's pressure curve is to go. */
export function splittingPlan(scenario: Scenario, evaluator: string): SplittingPlan {
  const { particles, moves, keep, direction, until } = pressureOf(scenario);
  return {
    ...{ particles, moves, keep, direction },
    until: until.kind === 'bits' ? { bits: until.value } : { score: until.value },
    samples: isExact(evaluator) ? null : scenario.measure.samples,
  };
}
