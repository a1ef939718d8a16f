import { InvariantError } from '../../base/errors.js';
import type { Key } from '../../base/streams.js';
import type { SplittingProblem } from '../../pressure/splitting/problem.js';
import { advanceRepeat, beginRepeat, type RepeatState, repeatKey } from '../../pressure/splitting/repeat.js';
import { pressureOf } from '../../scenario/pressure.js';
import type { Scenario } from '../../scenario/scenario.js';
import type { DeviceLink } from '../../simulate/device/client.js';
import { EXACT } from '../../simulate/evaluators.js';
import { enumerateGenotypes } from '../../system/enumerate-genotypes.js';
import type { System } from '../../system/system.js';
import { createLatticeProblem } from './lattice-problem.js';
import { splittingPlan } from './plan.js';

/** What a worker needs to know once: posted when it starts. */
export interface PressureContext {
  readonly scenario: Scenario;
  readonly system: System;
  readonly key: Key;
  readonly evaluator: string;
  /** This thread's way to the device of an evaluator that needs one; not posted: each thread has its own. */
  readonly device?: DeviceLink | undefined;
}

/** One level of one repeat: the first one where there is no state yet. */
export interface LevelTask {
  readonly kind: 'level';
  readonly repeat: number;
  readonly state: RepeatState | null;
}

/** Genotypes [first, first + count) of all that matter: scores, and what is observed of them. */
export interface EnumerationTask {
  readonly kind: 'enumeration';
  readonly first: number;
  readonly count: number;
  /** The repeat on whose stimuli they are measured; null: by their exact laws. */
  readonly stimulus: number | null;
}

/** A task, and what comes of it. */
export type PressureTask = LevelTask | EnumerationTask;
export type PressureResult = RepeatState | MeasuredGenotypes;

/** Scores by which genotypes would be selected, and observables measured apart from them: `[genotype]` and `[genotype][observable]`. */
export interface MeasuredGenotypes {
  readonly scores: Float64Array;
  readonly observables: Float64Array;
}

/** A task in words. */
export function describeTask(task: PressureTask): string {
  if (task.kind === 'enumeration') return `genotypes ${task.first} to ${task.first + task.count - 1}`;
  const { repeat, state } = task;
  return `level ${state === null ? 0 : state.level + 1} of repeat ${repeat}`;
}

/** The scenario's genotypes and the score that its pressure curve is about. */
export function problemOf({ scenario, system, evaluator, device }: PressureContext): SplittingProblem {
  const { channel, context } = pressureOf(scenario).on ?? { channel: null, context: null };
  return createLatticeProblem({ system, samples: scenario.measure.samples, evaluator, device, channel, context });
}

/** Does tasks one after another; any runner gives the same answer to the same task. */
export function createPressureRunner(context: PressureContext): (task: PressureTask) => PressureResult {
  const { scenario, key, evaluator } = context;
  const plan = splittingPlan(scenario, evaluator);
  let counting: SplittingProblem | undefined;
  let exact: SplittingProblem | undefined;
  const problem = (): SplittingProblem => (counting ??= problemOf(context));
  return (task) => {
    if (task.kind === 'enumeration') {
      if (task.stimulus === null)
        return measureGenotypes((exact ??= problemOf({ ...context, evaluator: EXACT })), context, task);
      problem().prepare(repeatKey(key, task.stimulus));
      return measureGenotypes(problem(), context, task);
    }
    const { state, repeat } = task;
    return state === null ? beginRepeat(problem(), plan, key, repeat) : advanceRepeat(problem(), plan, key, state);
  };
}

function measureGenotypes(
  problem: SplittingProblem,
  { system }: PressureContext,
  { first, count, stimulus }: EnumerationTask,
): MeasuredGenotypes {
  const genotypes = enumerateGenotypes(system, Number.POSITIVE_INFINITY);
  if (!('count' in genotypes)) throw new InvariantError('genotypes that cannot be enumerated were asked for');
  const loci = new Uint32Array(count * problem.words);
  for (let i = 0; i < count; i++) genotypes.write(first + i, loci, i * problem.words);
  const scores = new Float64Array(count);
  const observables = new Float64Array(count * problem.observableCount);
  problem.observe(loci, count, observables);
  if (stimulus === null) {
    // Without samples the score observed is the score.
    for (let i = 0; i < count; i++) scores[i] = observables[i * problem.observableCount]!;
  } else problem.score(loci, count, scores, new Float64Array(count));
  return { scores, observables };
}
