import { LEAST_REPEATS } from '../../base/least-repeats.js';
import { processorMs } from '../../base/processor-clock.js';
import { advanceRepeat, beginRepeat, type RepeatState } from '../../pressure/splitting/repeat.js';
import { pressureOf } from '../../scenario/pressure.js';
import { planEvidence } from './certify/evidence.js';
import { clocked } from './clocked.js';
import { splittingPlan } from './plan.js';
import { createPressureRunner, type PressureContext, problemOf } from './task.js';

/** What a pressure curve would take. */
export interface CurveEstimate {
  /** Of one thread: processor time, which is all of it but where a device computes. */
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

/** Levels of a pilot that are waited for: by then scores have left 0, and show how they rise. */
const LEAST_LEVELS = 4;

/** Processor time for which pilots, or enumerations, are made again: the first ones are slow, their code has never run. */
const WARM_MS = 100;
const LEAST_PILOTS = 3;

/** Genotypes that are measured for the speed of an enumeration. */
const PILOT_GENOTYPES = 256;

/** Milliseconds of each kind of work, for one genotype; of `prepare` for one repeat, of `move` for one move of one. */
type Speeds = Readonly<Record<'prepare' | 'draw' | 'score' | 'observe' | 'move', number>>;

/**
 * Estimates a curve from pilots: repeats of fewer particles and moves than asked for, taken as far as time allows. Their
 * levels are those that the curve will have, and each kind of work is counted up by its own speed.
 *
 * @param budgetMs after which no further level is begun but the first few
 */
export function estimateCurve(context: PressureContext, budgetMs: number): CurveEstimate {
  const { particles, moves, repeats } = pressureOf(context.scenario);
  const [started, used] = [performance.now(), processorMs()];
  const leftMs = (): number => budgetMs - (performance.now() - started);
  const pilots: Pilot[] = [];
  do {
    pilots.push(pilot(context, pilots.length, leftMs()));
  } while ((pilots.length < LEAST_PILOTS || processorMs() - used < WARM_MS) && leftMs() > 0);
  const { state } = pilots.find(({ state: { ended } }) => ended !== null && ended !== 'stuck') ?? pilots[0]!;
  const { levels, atMost, reached } = levelsToCome(state, context);
  const of = (kind: keyof Speeds): number => Math.min(...pilots.map(({ speeds }) => speeds[kind]));
  const followed = repeats + (planEvidence(context).kind === 'splitting' && repeats >= LEAST_REPEATS ? 1 : 0);
  const oneRepeatMs =
    particles * (of('draw') + of('score') + of('observe')) +
    levels * (particles * (moves * of('move') + of('observe')) + of('prepare'));
  return { seconds: (followed * oneRepeatMs + evidenceMs(context)) / 1000, levels, atMost, reached };
}

interface Pilot {
  readonly state: RepeatState;
  readonly speeds: Speeds;
}

function pilot(context: PressureContext, repeat: number, budgetMs: number): Pilot {
  const { scenario, evaluator, key } = context;
  const { problem, clocks } = clocked(problemOf(context));
  const asked = splittingPlan(scenario, evaluator);
  const plan = {
    ...asked,
    particles: Math.min(asked.particles, PILOT_PARTICLES),
    moves: Math.min(asked.moves, PILOT_MOVES),
  };
  let state = beginRepeat(problem, plan, key, repeat);
  const { ms: observedMs } = clocks.observe;
  const [start, used] = [performance.now(), processorMs()];
  while (state.ended === null && (state.level < LEAST_LEVELS || performance.now() - start < budgetMs)) {
    state = advanceRepeat(problem, plan, key, state);
  }
  // Resampling and the bookkeeping of moves are in it.
  const movesMs = processorMs() - used - (clocks.observe.ms - observedMs);
  const each = ({ ms, count }: { ms: number; count: number }): number => ms / Math.max(1, count);
  const { prepare, draw, score, observe } = clocks;
  return {
    state,
    speeds: {
      ...{ prepare: each(prepare), draw: each(draw), score: each(score), observe: each(observe) },
      move: state.level === 0 ? 0 : movesMs / (state.level * plan.particles * plan.moves),
    },
  };
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
    const start = processorMs();
    measure({ kind: 'enumeration', first: 0, count, stimulus });
    return processorMs() - start;
  };
  const used = processorMs();
  let ms = once();
  while (processorMs() - used < WARM_MS) ms = Math.min(ms, once());
  const times = plan.kind === 'sampled' ? plan.stimuli + 1 : 1;
  return (ms * times * plan.genotypes.count) / count;
}
