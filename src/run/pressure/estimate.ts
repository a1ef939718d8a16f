import { LEAST_REPEATS } from '../../base/least-repeats.js';
import { advanceRepeat, beginRepeat, type RepeatState } from '../../pressure/splitting/repeat.js';
import { pressureOf } from '../../scenario/pressure.js';
import { planEvidence } from './certify/evidence.js';
import { clocked } from './clocked.js';
import { splittingPlan } from './plan.js';
import { createPressureRunner, type PressureContext, problemOf } from './task.js';

/** What a pressure curve would take. */
export interface CurveEstimate {
  /** Of one thread. */
  readonly seconds: number;
  /** Levels of one repeat. */
  readonly levels: number;
  /**
   * Whether it may well be less: a curve that is asked for bits ends where nothing lies higher, which a few particles do not
   * tell from a place that they did not find.
   */
  readonly atMost: boolean;
  /** Whether the pilot came to the end asked for; where not, its levels are extended as they went. */
  readonly reached: boolean;
}

/** Particles and moves of the pilot: enough for the speed of full batches, and for the levels to within one or two. */
const PILOT_PARTICLES = 256;
const PILOT_MOVES = 5;

/** Genotypes that are measured for the speed of an enumeration. */
const PILOT_GENOTYPES = 256;

/**
 * Estimates a curve from a pilot: one repeat of fewer particles and moves than asked for, taken as far as time allows. Its
 * levels are those that the curve will have, and each kind of work is counted up by its own speed.
 *
 * @param budgetMs after which no further level is begun
 */
export function estimateCurve(context: PressureContext, budgetMs: number): CurveEstimate {
  const { scenario, evaluator, key } = context;
  const { particles, moves, repeats } = pressureOf(scenario);
  const { problem, clocks } = clocked(problemOf(context));
  const plan = {
    ...splittingPlan(scenario, evaluator),
    particles: Math.min(particles, PILOT_PARTICLES),
    moves: Math.min(moves, PILOT_MOVES),
  };
  let state = beginRepeat(problem, plan, key, 0);
  const { ms: observedMs } = clocks.observe;
  const start = performance.now();
  while (state.ended === null && performance.now() - start < budgetMs) state = advanceRepeat(problem, plan, key, state);
  const levelsMs = performance.now() - start - (clocks.observe.ms - observedMs);
  const each = ({ ms, count }: { ms: number; count: number }): number => ms / Math.max(1, count);
  const observeMs = each(clocks.observe);
  // Resampling and the bookkeeping of moves are in it.
  const moveMs = state.level === 0 ? 0 : levelsMs / (state.level * plan.particles * plan.moves);
  const { levels, atMost, reached } = levelsToCome(state, context);
  const followed = repeats + (planEvidence(context).kind === 'splitting' && repeats >= LEAST_REPEATS ? 1 : 0);
  const oneRepeatMs =
    particles * (each(clocks.draw) + each(clocks.score) + observeMs) +
    levels * (particles * (moves * moveMs + observeMs) + each(clocks.prepare));
  return { seconds: (followed * oneRepeatMs + evidenceMs(context)) / 1000, levels, atMost, reached };
}

/** Levels of a whole repeat, from those of the pilot. */
function levelsToCome(
  state: RepeatState,
  { scenario }: PressureContext,
): Pick<CurveEstimate, 'levels' | 'atMost' | 'reached'> {
  const { until, keep, direction } = pressureOf(scenario);
  const reached = state.ended === 'bits' || state.ended === 'score';
  // Every level leaves a share of at most `keep`.
  if (until.kind === 'bits') return { levels: Math.ceil(until.value / -Math.log2(keep)), atMost: true, reached };
  const more = reached || direction === 'close' ? 0 : levelsBeyond(state, until.value);
  return { levels: state.level + more, atMost: false, reached };
}

/** Levels up to a score beyond the last one, each doubling of the score taking as many as the one before it did. */
function levelsBeyond({ level, levels, threshold }: RepeatState, goal: number): number {
  if (threshold === 0) return level;
  const half = levels.findIndex((record) => record.threshold >= threshold / 2);
  return Math.ceil((level - half) * Math.log2(goal / threshold));
}

/** Milliseconds of one thread that a certificate takes beside the curve's repeats. */
function evidenceMs(context: PressureContext): number {
  const plan = planEvidence(context);
  if (plan.kind === 'none' || plan.kind === 'splitting') return 0;
  const count = Math.min(plan.genotypes.count, PILOT_GENOTYPES);
  const stimulus = plan.kind === 'sampled' ? 0 : null;
  const measure = createPressureRunner(context);
  const once = (): number => {
    const start = performance.now();
    measure({ kind: 'enumeration', first: 0, count, stimulus });
    return performance.now() - start;
  };
  // The first time, code that has never run is slow.
  const ms = Math.min(once(), once());
  const times = plan.kind === 'sampled' ? plan.stimuli + 1 : 1;
  return (ms * times * plan.genotypes.count) / count;
}
