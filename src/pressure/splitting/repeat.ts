import { derivedKey, type Key, Purpose, Stream } from '../../base/streams.js';
import { ascents, type Direction, type Level, nextLevel, reaches } from './level.js';
import { createMove } from './move.js';
import type { SplittingProblem } from './problem.js';
import { resample } from './resample.js';
import { isTrusted } from './trust.js';

/** How one repeat is to go. */
export interface SplittingPlan {
  /** M, at least 2. */
  readonly particles: number;
  /** Moves of every particle at every level, at least 1. */
  readonly moves: number;
  /** Share of the particles that a level should keep, in (0, 1). */
  readonly keep: number;
  readonly direction: Direction;
  /** Where to end: at the first level of so many bits, or at exactly this score. */
  readonly until: { readonly bits: number } | { readonly score: number };
  /** S, the samples that a score in bits was estimated from; null where scores are exact. */
  readonly samples: number | null;
}

/** Why a repeat ended: at the bits or the score asked for, or because nobody was above the last level. */
export type Ending = 'bits' | 'score' | 'stuck';

/** What was found at one level. */
export interface LevelRecord {
  /** 0: π itself. */
  readonly level: number;
  /**
   * t of {score ≥ t}, or, closing, of {score ≤ t}. Level 0 is all of π: threshold 0, or, closing, the largest score that
   * was drawn.
   */
  readonly threshold: number;
  /**
   * Inside a plateau: the set is only that part of {score = threshold} which is best by the refined score, with what lies
   * above. Such a level is a step on the way and no point of the curve.
   */
  readonly inner: boolean;
  /** Estimated −log2 of the probability of the set under π. */
  readonly bits: number;
  /**
   * Standard error of `bits` as it is with ideal mixing: the variance is Σ (1 − f) / (f M) over the levels' fractions f,
   * in squared nats (Cérou & Guyader 2007; Botev & Kroese 2012).
   */
  readonly bitsError: number;
  /** Share of the particles of the level before that lay in this one; 1 at level 0. */
  readonly fraction: number;
  /** Share of moves by which a particle became another, over particles and moves; 1 at level 0, whose draws are fresh. */
  readonly acceptance: number;
  /** Distinct particles of level 0 from which those of this level descend (by copying; exchanged parts do not count). */
  readonly ancestors: number;
  /** Whether luck is ruled out, see {@link isTrusted}. */
  readonly trusted: boolean;
  /** `[particle]`, after the moves: the score by which particles were selected. */
  readonly scores: Float64Array;
  /** `[particle][observable]`, row-major, after the moves. */
  readonly observables: Float64Array;
}

/**
 * One repeat between two levels: plain data and typed arrays of its own, which a checkpoint can hold and a worker be
 * sent. Nothing in it is changed once made.
 */
export interface RepeatState {
  readonly repeat: number;
  /** Those of the last level: of `levels.at(-1)`. */
  readonly level: number;
  readonly threshold: number;
  readonly bits: number;
  /** Null while it goes on. `stuck`: more than `bits` bits are needed for whatever lies above `threshold`. */
  readonly ended: Ending | null;
  readonly levels: readonly LevelRecord[];
  readonly samples: number | null;
  /** The particles: `Uint32Array [particle][word]`, row-major. */
  readonly genotypes: Uint32Array;
  readonly refined: Float64Array;
  /** `Int32Array [particle]`: the particle of level 0 that each descends from. */
  readonly ancestor: Int32Array;
  /** The present set, in ascents. */
  readonly set: Level;
}

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
  const set: Level = { score: direction === 'open' ? 0 : Number.NEGATIVE_INFINITY, refined: Number.NEGATIVE_INFINITY };
  const threshold = direction === 'open' ? 0 : scores.reduce((most, score) => Math.max(most, score));
  const record: LevelRecord = {
    level: 0,
    threshold,
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
  const ended =
    'bits' in plan.until ? (plan.until.bits <= 0 ? 'bits' : null) : goalOf(plan) <= set.score ? 'score' : null;
  return { repeat, level: 0, threshold, bits: 0, ended, levels: [record], samples, genotypes, refined, ancestor, set };
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
  const set = nextLevel(state.set, of, Math.max(1, Math.ceil(keep * particles)), goal);
  if (set === null) return { ...state, ended: 'stuck' };

  const level = state.level + 1;
  const own = repeatKey(key, state.repeat);
  problem.prepare(own);
  const survivors = Int32Array.from(before.scores.keys()).filter((i) => reaches(set, of, i));
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
      set,
      derivedKey(own, Purpose.splitting, level, 1 + move),
    );
  }
  const observables = new Float64Array(particles * problem.observableCount);
  problem.observe(genotypes, particles, observables);

  const fraction = survivors.length / particles;
  const bits = before.bits - Math.log2(fraction);
  // The threshold asked for is met to the last digit, in either direction.
  const threshold = direction === 'open' ? set.score : 0 - set.score;
  const variance = (before.bitsError * Math.LN2) ** 2 + (1 - fraction) / (fraction * particles);
  const record: LevelRecord = {
    level,
    threshold,
    inner: set.refined !== Number.NEGATIVE_INFINITY,
    bits,
    bitsError: Math.sqrt(variance) / Math.LN2,
    fraction,
    acceptance: changed / (particles * moves),
    ancestors: new Set(ancestor).size,
    trusted: isTrusted(bits, threshold, samples, direction),
    scores,
    observables,
  };
  const ended: Ending | null =
    'bits' in until ? (bits >= until.bits ? 'bits' : null) : set.score >= goal ? 'score' : null;
  const levels = [...state.levels, record];
  return { repeat: state.repeat, level, threshold, bits, ended, levels, samples, genotypes, refined, ancestor, set };
}
