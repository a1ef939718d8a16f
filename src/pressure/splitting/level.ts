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
 * The set that follows: all that is above the best of those left out, the (kept + 1)-th from the top, so that at most
 * `kept` are in it. Where that one shares its score with the lowest of all (a plateau), refined scores decide within it.
 * Where nobody is above, the set takes in all who share that value, and begins above the next one below. From the goal on
 * it is {score ≥ goal}.
 *
 * The set depends on particles that are left behind, never on one that is taken along: with the largest score that
 * `kept` of them have as its lower end, the estimated probability would be too large by a factor of about 1 + 1/kept at
 * every level, and where scores tie by more, about M^(−1/2) (Bréhier et al. 2016, on the unbiasedness of adaptive
 * multilevel splitting).
 *
 * @param kept at least 1
 * @returns null where nobody is above: all particles have one value
 */
export function nextLevel(of: Ascents, kept: number, goal: number): Step | null {
  const order = Array.from(of.score.keys()).sort(
    (a, b) => of.score[b]! - of.score[a]! || of.refined[b]! - of.refined[a]!,
  );
  const plateau = of.score[order.at(-1)!]!;
  /** Whether particle i is further than j; refined scores count within the plateau only. */
  const isAbove = (i: number, j: number): boolean =>
    of.score[i]! > of.score[j]! ||
    (of.score[j] === plateau && of.score[i] === plateau && of.refined[i]! > of.refined[j]!);

  const next = order[Math.min(kept, order.length - 1)]!;
  if (of.score[next]! >= goal) return { level: { score: goal, refined: WHOLE }, threshold: goal };
  const leftOut = isAbove(order[0]!, next) ? next : order.find((i) => isAbove(next, i));
  if (leftOut === undefined) return null;
  const threshold = of.score[order.findLast((i) => isAbove(i, leftOut))!]!;
  if (threshold >= goal) return { level: { score: goal, refined: WHOLE }, threshold: goal };
  if (threshold > of.score[leftOut]!) {
    return { level: { score: nextUp(of.score[leftOut]!), refined: WHOLE }, threshold };
  }
  return { level: { score: threshold, refined: nextUp(of.refined[leftOut]!) }, threshold };
}
