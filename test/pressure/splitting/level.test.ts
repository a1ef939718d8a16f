import { describe, expect, it } from 'vitest';
import { ascents, nextLevel, reaches } from '../../../src/pressure/splitting/level.js';

const ALL = Number.NEGATIVE_INFINITY;
const of = (score: number[], refined: number[] = score.map(() => 0)) => ({
  score: Float64Array.from(score),
  refined: Float64Array.from(refined),
});
const start = { score: 0, refined: ALL };
const NO_GOAL = Number.POSITIVE_INFINITY;

describe('the next level', () => {
  it('is the largest score with enough particles at or above it', () => {
    expect(nextLevel(start, of([0.1, 0.4, 0.2, 0.3]), 2, NO_GOAL)).toEqual({ score: 0.3, refined: ALL });
    // Ties are kept, though they are more than asked for.
    expect(nextLevel(start, of([0.1, 0.3, 0.3, 0.3]), 2, NO_GOAL)).toEqual({ score: 0.3, refined: ALL });
  });

  it('is the next distinct value where that is not above the present one, and none on top', () => {
    expect(nextLevel(start, of([0, 0, 0, 0.2, 0.7]), 3, NO_GOAL)).toEqual({ score: 0.2, refined: ALL });
    expect(nextLevel({ score: 0.7, refined: ALL }, of([0.7, 0.7, 0.7]), 2, NO_GOAL)).toBeNull();
  });

  it('lies within a plateau where refined scores part it', () => {
    const plateau = of([0, 0, 0, 0], [0.1, 0.4, 0.2, 0.3]);
    expect(nextLevel(start, plateau, 2, NO_GOAL)).toEqual({ score: 0, refined: 0.3 });
    // What has a score is above all that has none, whatever its refined score.
    const gated = of([0, 0.5, 0, 0], [0.4, 0.1, 0.3, 0.2]);
    expect(nextLevel(start, gated, 2, NO_GOAL)).toEqual({ score: 0, refined: 0.4 });
    expect(nextLevel({ score: 0, refined: 0.2 }, of([0, 0, 0.5], [0.2, 0.2, 0.1]), 2, NO_GOAL)).toEqual({
      score: 0.5,
      refined: ALL,
    });
    // A set that leaves nobody out is no step: 0.2 is passed over.
    expect(nextLevel(start, of([0, 0, 0], [0.2, 0.2, 0.9]), 2, NO_GOAL)).toEqual({ score: 0, refined: 0.9 });
    expect(nextLevel(start, of([0, 0, 0], [0.2, 0.2, 0.2]), 2, NO_GOAL)).toBeNull();
  });

  it('never goes beyond what is asked for', () => {
    expect(nextLevel(start, of([0.1, 0.4, 0.6, 0.3]), 2, 0.35)).toEqual({ score: 0.35, refined: ALL });
    expect(nextLevel(start, of([0, 0, 0, 0.6]), 2, 0.35)).toEqual({ score: 0.35, refined: ALL });
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
