import { nextUp } from '../../base/next-up.js';

/** Upwards, {score ≥ t}; downwards, {score ≤ t}. */
export type Direction = 'open' | 'close';

/** Refined score from which on all of a score is in a set. */
export const WHOLE = Number.NEGATIVE_INFINITY;

/**
 * One of the nested sets: particles above `score`, and those of exactly that score whose refined score is at least
 * `refined`. Scores are *ascents* here, higher is further on: negated where thresholds fall.
 */
export interface Level {
  readonly score: number;
  /** {@link WHOLE}: the set {score ≥ t}. Anything else lies inside a plateau of equal scores. */
  readonly refined: number;
}

/** How far each particle has come, `[particle]`: ascents, and refined scores within equal ones. */
export interface Ascents {
  readonly score: Float64Array;
  readonly refined: Float64Array;
}

/**
 * Scores as ascents. Downwards nothing is refined: a plateau on that way (no channel at all) is its end, and an order
 * within it would go on falling where the score cannot.
 */
export function ascents(score: Float64Array, refined: Float64Array, direction: Direction): Ascents {
  if (direction === 'open') return { score, refined };
  return { score: score.map((value) => -value), refined: new Float64Array(refined.length) };
}

/** Whether particle `i` lies in the set of a level. */
export function reaches(level: Level, { score, refined }: Ascents, i: number): boolean {
  return score[i]! > level.score || (score[i] === level.score && refined[i]! >= level.refined);
}

/** The next set, and the ascent that names it. */
export interface Step {
  readonly level: Level;
  /** The lowest score kept; the set itself begins right above the highest one left out. */
  readonly threshold: number;
}

/**
 * The set that follows: that of the largest score v with at least `kept` particles at or above it. Where that leaves
 * nobody out (a plateau), the same is asked of the refined scores within it; where these do not part the particles
 * either, the next distinct value is taken, however few have it. From v ≥ goal on it is {score ≥ goal}.
 *
 * The set holds all that is above the highest value left out, so that it depends on particles that are left behind, not
 * on one that is taken along: with {score ≥ v} the estimated probability would be too large by a factor of about
 * 1 + 1/kept at every level (Bréhier et al. 2016, on the unbiasedness of adaptive multilevel splitting).
 *
 * @param kept at least 1
 * @returns null where nobody is above: all particles have one value
 */
export function nextLevel(of: Ascents, kept: number, goal: number): Step | null {
  const order = Array.from(of.score.keys()).sort(
    (a, b) => of.score[b]! - of.score[a]! || of.refined[b]! - of.refined[a]!,
  );
  const lowest = order.at(-1)!;
  const isAbove = (i: number): boolean => of.score[i]! > of.score[lowest]! || of.refined[i]! > of.refined[lowest]!;
  const last = order[kept - 1]!;
  const chosen = of.score[last]! >= goal || isAbove(last) ? last : order.findLast(isAbove);
  if (chosen === undefined) return null;

  const score = of.score[chosen]!;
  if (score >= goal) return { level: { score: goal, refined: WHOLE }, threshold: goal };
  if (score > of.score[lowest]!) {
    const leftOut = order.find((i) => of.score[i]! < score)!;
    return { level: { score: nextUp(of.score[leftOut]!), refined: WHOLE }, threshold: score };
  }
  const leftOut = order.find((i) => of.score[i] === score && of.refined[i]! < of.refined[chosen]!)!;
  return { level: { score, refined: nextUp(of.refined[leftOut]!) }, threshold: score };
}
