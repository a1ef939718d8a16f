import type { Key } from '../../base/streams.js';
import type { SplittingProblem } from '../../pressure/splitting/problem.js';
import { advanceRepeat, beginRepeat, type RepeatState } from '../../pressure/splitting/repeat.js';
import { pressureOf } from '../../scenario/pressure.js';
import type { Scenario } from '../../scenario/scenario.js';
import type { System } from '../../system/system.js';
import { createLatticeProblem } from './lattice-problem.js';
import { splittingPlan } from './plan.js';

/** What a worker needs to know once: posted when it starts. */
export interface PressureContext {
  readonly scenario: Scenario;
  readonly system: System;
  readonly key: Key;
  readonly evaluator: string;
}

/** One level of one repeat: the first one where there is no state yet. */
export interface PressureTask {
  readonly repeat: number;
  readonly state: RepeatState | null;
}

/** A task in words. */
export function describeTask({ repeat, state }: PressureTask): string {
  return `level ${state === null ? 0 : state.level + 1} of repeat ${repeat}`;
}

/** The scenario's genotypes and the score that its pressure curve is about. */
export function problemOf({ scenario, system, evaluator }: PressureContext): SplittingProblem {
  const { channel, context } = pressureOf(scenario).on ?? { channel: null, context: null };
  return createLatticeProblem({ system, samples: scenario.measure.samples, evaluator, channel, context });
}

/** Does tasks one after another; any runner gives the same answer to the same task. */
export function createPressureRunner(context: PressureContext): (task: PressureTask) => RepeatState {
  const { scenario, key, evaluator } = context;
  const problem = problemOf(context);
  const plan = splittingPlan(scenario, evaluator);
  return ({ repeat, state }) =>
    state === null ? beginRepeat(problem, plan, key, repeat) : advanceRepeat(problem, plan, key, state);
}
