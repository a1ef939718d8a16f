import { type Key, rootKey } from '../../../src/base/streams.js';
import type { SplittingProblem } from '../../../src/pressure/splitting/problem.js';
import {
  advanceRepeat,
  beginRepeat,
  type RepeatState,
  type SplittingPlan,
} from '../../../src/pressure/splitting/repeat.js';

/** One repeat from its beginning to its end. */
export function runRepeat(problem: SplittingProblem, plan: SplittingPlan, key: Key, repeat: number): RepeatState {
  let state = beginRepeat(problem, plan, key, repeat);
  while (state.ended === null) state = advanceRepeat(problem, plan, key, state);
  return state;
}

/** So many repeats of seed 1. */
export function runRepeats(problem: SplittingProblem, plan: SplittingPlan, repeats: number): RepeatState[] {
  return Array.from({ length: repeats }, (_, repeat) => runRepeat(problem, plan, rootKey(1), repeat));
}

/** Open, with exact scores. */
export const EXACT_PLAN = { particles: 400, moves: 10, keep: 0.5, direction: 'open', samples: null } as const;
