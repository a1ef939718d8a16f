import type { RolloutPlan } from '../../rollout-plan.js';
import { mostLiveValues } from './live-values.js';
import { stepsOfTick, tickRuns } from './tick-runs.js';

/** How large the code of a rollout is that is written out for it, with loops over ticks that are alike. */
export interface WrittenSize {
  /** Operations on one word: steps × 2^K. */
  readonly operations: number;
  /** The most values that are alive at once. */
  readonly live: number;
}

const known = new WeakMap<RolloutPlan, WrittenSize>();

export function writtenSize(plan: RolloutPlan): WrittenSize {
  let size = known.get(plan);
  if (size === undefined) {
    const steps = tickRuns(plan, true).reduce((sum, { first }) => sum + stepsOfTick(plan, first).length, 0);
    size = { operations: steps * (1 << plan.system.lattice.neighbourCount), live: mostLiveValues(plan) };
    known.set(plan, size);
  }
  return size;
}
