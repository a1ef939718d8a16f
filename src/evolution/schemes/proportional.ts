import { UserError } from '../../base/errors.js';
import type { TieClasses } from './tie-classes.js';

/** Fitness-proportional: p ∝ F, uniform where all are 0. Throws on a negative fitness, which is no share of anything. */
export function proportional(classes: TieClasses): number[] {
  const lowest = classes.fitness[0]!;
  if (lowest < 0) {
    throw new UserError(
      `selection.scheme proportional met a fitness of ${lowest}; expected none below 0: give no channel a negative reward, or use boltzmann`,
    );
  }
  let sum = 0;
  classes.fitness.forEach((fitness, c) => {
    sum += classes.count[c]! * fitness;
  });
  return classes.fitness.map((fitness) => (sum === 0 ? 1 / classes.size : fitness / sum));
}
