import { derivedKey, type Key, Purpose, Stream } from '../../base/streams.js';
import { ascents, nextLevel, reaches, WHOLE } from './level.js';
import { createMove } from './move.js';
import type { SplittingProblem } from './problem.js';
import type { Ending, LevelRecord, RepeatState, SplittingPlan } from './records.js';
import { resample } from './resample.js';
import { isTrusted } from './trust.js';

export type { Ending, LevelRecord, RepeatState, SplittingPlan } from './records.js';

/** The key of one repeat, from which all that is random in it comes. */
export function repeatKey(key: Key, repeat: number): Key {
  return derivedKey(key, Purpose.splitting, repeat, 0);
}

/** The score asked for as an ascent; +Infinity where only bits are. */
function goalOf({ until, direction }: SplittingPlan): number {
  if (!('score' in until)) return Number.POSITIVE_INFINITY;
  return direction === 'open' ? until.score : -until.score;
}

/** The first level: particles drawn independently from π, none of them selected. */
export function beginRepeat(problem: SplittingProblem, plan: SplittingPlan, key: Key, repeat: number): RepeatState {
  const { particles, direction, samples } = plan;
  const own = repeatKey(key, repeat);
  problem.prepare(own);
  const genotypes = new Uint32Array(particles * problem.words);
  const scores = new Float64Array(particles);
  const refined = new Float64Array(particles);
  const observables = new Float64Array(particles * problem.observableCount);
  problem.draw(genotypes, particles, own);
  problem.score(genotypes, particles, scores, refined);
  problem.observe(genotypes, particles, observables);
  const threshold = direction === 'open' ? 0 : scores.reduce((most, score) => Math.max(most, score));
  const record: LevelRecord = {
    level: 0,
    threshold,
    from: threshold,
    inner: false,
    bits: 0,
    bitsError: 0,
    fraction: 1,
    acceptance: 1,
    ancestors: particles,
    trusted: true,
    scores,
    observables,
  };
  const ancestor = Int32Array.from(scores.keys());
  // All of π has scores of at least 0; which scores it may not have beyond those drawn is unknown.
  const atGoal = direction === 'open' && goalOf(plan) <= 0;
  const ended = 'bits' in plan.until && plan.until.bits <= 0 ? 'bits' : atGoal ? 'score' : null;
  return { repeat, level: 0, threshold, bits: 0, ended, levels: [record], samples, genotypes, refined, ancestor };
}

/**
 * One level further (adaptive multilevel splitting; Cérou & Guyader 2007; Botev & Kroese 2012): the next set is chosen by
 * the particles, those outside are replaced by copies of those inside, and all are moved within it. A state that has
 * ended is returned as it is.
 */
export function advanceRepeat(
  problem: SplittingProblem,
  plan: SplittingPlan,
  key: Key,
  state: RepeatState,
): RepeatState {
  if (state.ended !== null) return state;
  const { particles, moves, keep, direction, until, samples } = plan;
  const goal = goalOf(plan);
  const before = state.levels.at(-1)!;
  const of = ascents(before.scores, state.refined, direction);
  const step = nextLevel(of, Math.max(1, Math.ceil(keep * particles)), goal);
  if (step === null) return { ...state, threshold: before.scores[0]!, ended: 'stuck' };

  const level = state.level + 1;
  const own = repeatKey(key, state.repeat);
  problem.prepare(own);
  const survivors = Int32Array.from(before.scores.keys()).filter((i) => reaches(step.level, of, i));
  const origin = resample(survivors, particles, new Stream(own, Purpose.splitting, level, 0));
  const { words } = problem;
  const genotypes = new Uint32Array(particles * words);
  origin.forEach((from, i) => {
    genotypes.set(state.genotypes.subarray(from * words, (from + 1) * words), i * words);
  });
  const scores = Float64Array.from(origin, (from) => before.scores[from]!);
  const refined = Float64Array.from(origin, (from) => state.refined[from]!);
  const ancestor = origin.map((from) => state.ancestor[from]!);

  const moveOnce = createMove(problem, particles, direction);
  let changed = 0;
  for (let move = 0; move < moves; move++) {
    changed += moveOnce(
      { genotypes, score: scores, refined },
      step.level,
      derivedKey(own, Purpose.splitting, level, 1 + move),
    );
  }
  const observables = new Float64Array(particles * problem.observableCount);
  problem.observe(genotypes, particles, observables);

  const fraction = survivors.length / particles;
  const bits = before.bits - Math.log2(fraction);
  const scoreOf = (ascent: number): number => (direction === 'open' ? ascent : 0 - ascent);
  const threshold = scoreOf(step.threshold);
  const variance = (before.bitsError * Math.LN2) ** 2 + (1 - fraction) / (fraction * particles);
  const record: LevelRecord = {
    level,
    threshold,
    from: scoreOf(step.level.score),
    inner: step.level.refined !== WHOLE,
    bits,
    bitsError: Math.sqrt(variance) / Math.LN2,
    fraction,
    acceptance: changed / (particles * moves),
    ancestors: new Set(ancestor).size,
    trusted: isTrusted(bits, threshold, samples, direction),
    scores,
    observables,
  };
  // A level inside a plateau is no point of the curve: nothing ends there but by being stuck.
  const ended: Ending | null =
    'bits' in until ? (bits >= until.bits && !record.inner ? 'bits' : null) : step.threshold >= goal ? 'score' : null;
  const levels = [...state.levels, record];
  return { repeat: state.repeat, level, threshold, bits, ended, levels, samples, genotypes, refined, ancestor };
}
