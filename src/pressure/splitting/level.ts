/** Upwards, {score ≥ t}; downwards, {score ≤ t}. */
export type Direction = 'open' | 'close';

/**
 * One of the nested sets: particles above `score`, and those of exactly that score whose refined score is at least
 * `refined`. Scores are *ascents* here, higher is further on: negated where thresholds fall.
 */
export interface Level {
  readonly score: number;
  /** −Infinity for all of a score: the set {score ≥ t}. Anything else lies inside a plateau of equal scores. */
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

/**
 * The set that follows `present`: that of the largest score with at least `kept` particles at or above it. Where that
 * score is the present one (a plateau), the same is asked of the refined scores within it; where these do not part the
 * particles either, the next distinct value is taken, however few have it. A score beyond `goal` counts as `goal`.
 *
 * @param of particles that all lie in `present`
 * @param kept at least 1
 * @returns null where nobody is above: all particles have the present value
 */
export function nextLevel(present: Level, of: Ascents, kept: number, goal: number): Level | null {
  const order = Array.from(of.score.keys()).sort(
    (a, b) => of.score[b]! - of.score[a]! || of.refined[b]! - of.refined[a]!,
  );
  const whole = (score: number): Level => ({ score: Math.min(score, goal), refined: Number.NEGATIVE_INFINITY });
  const last = order[kept - 1]!;
  if (of.score[last]! > present.score) return whole(of.score[last]!);

  const lowest = order.at(-1)!;
  const isAbove = (i: number): boolean => of.score[i]! > of.score[lowest]! || of.refined[i]! > of.refined[lowest]!;
  // Within a plateau a set that leaves nobody out is no step.
  const next = isAbove(last) ? last : order.findLast(isAbove);
  if (next === undefined) return null;
  if (of.score[next]! > present.score) return whole(of.score[next]!);
  return { score: present.score, refined: of.refined[next]! };
}
