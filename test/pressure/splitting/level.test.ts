import { describe, expect, it } from 'vitest';
import { nextUp } from '../../../src/base/next-up.js';
import { ascents, nextLevel, reaches, WHOLE } from '../../../src/pressure/splitting/level.js';

const of = (score: number[], refined: number[] = score.map(() => 0)) => ({
  score: Float64Array.from(score),
  refined: Float64Array.from(refined),
});
const NO_GOAL = Number.POSITIVE_INFINITY;
/** The set of all above a score, and the lowest score in it. */
const above = (leftOut: number, threshold: number) => ({
  level: { score: nextUp(leftOut), refined: WHOLE },
  threshold,
});
/** The part of a plateau above a refined score. */
const within = (score: number, leftOut: number) => ({
  level: { score, refined: nextUp(leftOut) },
  threshold: score,
});
const asked = (goal: number) => ({ level: { score: goal, refined: WHOLE }, threshold: goal });

describe('the next level', () => {
  it('is all that is above the best of those left out, and named by the lowest score kept', () => {
    expect(nextLevel(of([0.1, 0.4, 0.2, 0.3]), 2, NO_GOAL)).toEqual(above(0.2, 0.3));
    // Ties are kept, though they are more than asked for.
    expect(nextLevel(of([0.1, 0.3, 0.3, 0.3]), 2, NO_GOAL)).toEqual(above(0.1, 0.3));
    expect(nextLevel(of([-0.1, -0.4, -0.2]), 2, NO_GOAL)).toEqual(above(-0.4, -0.2));
  });

  it('is the next distinct value where that leaves nobody out, and none on top', () => {
    expect(nextLevel(of([0, 0, 0, 0.2, 0.7]), 3, NO_GOAL)).toEqual(above(0, 0.2));
    expect(nextLevel(of([0.7, 0.7, 0.7]), 2, NO_GOAL)).toBeNull();
  });

  it('lies within a plateau where refined scores part it', () => {
    expect(nextLevel(of([0, 0, 0, 0], [0.1, 0.4, 0.2, 0.3]), 2, NO_GOAL)).toEqual(within(0, 0.2));
    // What has a score is above all that has none, whatever its refined score.
    expect(nextLevel(of([0, 0.5, 0, 0], [0.4, 0.1, 0.3, 0.2]), 2, NO_GOAL)).toEqual(within(0, 0.3));
    expect(nextLevel(of([0, 0, 0.5], [0.2, 0.2, 0.1]), 2, NO_GOAL)).toEqual(above(0, 0.5));
    // 0.2 leaves nobody out.
    expect(nextLevel(of([0, 0, 0], [0.2, 0.2, 0.9]), 2, NO_GOAL)).toEqual(within(0, 0.2));
    expect(nextLevel(of([0, 0, 0], [0.2, 0.2, 0.2]), 2, NO_GOAL)).toBeNull();
  });

  it('never goes beyond what is asked for', () => {
    expect(nextLevel(of([0.1, 0.4, 0.6, 0.3]), 2, 0.35)).toEqual(asked(0.35));
    expect(nextLevel(of([0, 0, 0, 0.6]), 2, 0.35)).toEqual(asked(0.35));
    expect(nextLevel(of([0.6, 0.6, 0.6]), 2, 0.35)).toEqual(asked(0.35));
    expect(nextLevel(of([0.1, 0.4, 0.6, 0.3]), 2, 0.45)).toEqual(above(0.3, 0.4));
  });

  it('holds what is above it, and of its own score what is refined enough', () => {
    const particles = of([0.2, 0.2, 0.2, 0.3], [0.1, 0.2, 0.3, 0]);
    const inside = [0, 1, 2, 3].filter((i) => reaches({ score: 0.2, refined: 0.2 }, particles, i));
    expect(inside).toEqual([1, 2, 3]);
  });

  it('counts scores downwards where thresholds fall, and refines nothing there', () => {
    const falling = ascents(Float64Array.of(0.2, 0.1), Float64Array.of(5, 6), 'close');
    expect(Array.from(falling.score)).toEqual([-0.2, -0.1]);
    expect(Array.from(falling.refined)).toEqual([0, 0]);
  });
});
