import { describe, expect, it } from 'vitest';
import type { Question } from '../../../../src/run/pressure/certify/claims.js';
import { predictByRepeats } from '../../../../src/run/pressure/certify/predictions.js';
import type { RepeatShares, Share } from '../../../../src/run/pressure/certify/shares.js';

const about = { unintended: 'leak', demons: ['taker'], context: 'all', most: 1 } as const;
const QUESTIONS: Question[] = [
  { ...about, quantity: 'strength', observable: 1 },
  { ...about, quantity: 'influence', observable: 2 },
];

/** A repeat that knows the prior, at 0, and the end, at 0.5; nobody is beyond. Means are of strength and influence. */
function repeat(prior: readonly number[], probability: number, end: readonly number[]): RepeatShares {
  const nobody: Share = { probability: 0, means: prior.map(() => Number.NaN), particles: 0 };
  return {
    at: (t) =>
      t === 0
        ? { probability: 1, means: prior, particles: 9 }
        : t <= 0.5
          ? { probability, means: end, particles: 9 }
          : nobody,
    candidates: () => [],
  };
}

describe('a prediction by repeats', () => {
  it('is the mean under the prior, at the end, and their difference by repeats', () => {
    const repeats = [repeat([0.1, 0.5], 0.25, [0.4, 0.5]), repeat([0.3, 0.5], 0.75, [0.8, 0.5])];
    const [strength, influence] = predictByRepeats(repeats, QUESTIONS, 0.5);
    // The two priors are 0.1 from their mean; at the end 0.25 × 0.4 + 0.75 × 0.8, and the leave-one-out 0.8 and 0.4.
    expect(strength!.start!.mean).toBeCloseTo(0.2, 12);
    expect(strength!.start!.standardError).toBeCloseTo(0.1, 12);
    expect(strength!.end!.mean).toBeCloseTo(0.7, 12);
    expect(strength!.end!.standardError).toBeCloseTo(0.2, 12);
    expect(strength!.rise!.mean).toBeCloseTo(0.5, 12);
    // Left out one at a time: 0.5 and 0.3.
    expect(strength!.rise!.standardError).toBeCloseTo(0.1, 12);
    expect(strength).toMatchObject({ channel: 'leak', demons: ['taker'], says: 'amplified' });
    expect(influence!.rise!.mean).toBeCloseTo(0, 12);
    expect(influence!.says).toBe('no change beyond error');
  });

  it('says that something rises or falls beyond two standard errors alone', () => {
    const says = (rise: number, error: number): string =>
      // Two repeats of one probability: the error of their mean difference is half of what parts them.
      predictByRepeats(
        [repeat([0.5], 0.5, [0.5 + rise - error]), repeat([0.5], 0.5, [0.5 + rise + error])],
        QUESTIONS.slice(0, 1),
        0.5,
      )[0]!.says;
    expect([says(0.021, 0.01), says(0.019, 0.01)]).toEqual(['amplified', 'no change beyond error']);
    expect([says(-0.021, 0.01), says(-0.019, 0.01)]).toEqual(['reduced', 'no change beyond error']);
  });

  it('is none where nobody came, and has no error where one repeat alone did', () => {
    const [none] = predictByRepeats([repeat([0.1], 0.5, [0.2]), repeat([0.1], 0.5, [0.2])], QUESTIONS.slice(0, 1), 0.6);
    expect(none).toMatchObject({ end: null, rise: null, says: 'no change beyond error' });
    expect(none!.start!.mean).toBeCloseTo(0.1, 12);
    const unknown = repeat([Number.NaN], 0.5, [Number.NaN]);
    expect(predictByRepeats([unknown, unknown], QUESTIONS.slice(0, 1), 0.5)[0]).toMatchObject({
      ...{ start: null, end: null, rise: null },
    });
    const lonely = [repeat([0.1], 0.5, [0.9]), repeat([0.1], 0, [Number.NaN])];
    const [alone] = predictByRepeats(lonely, QUESTIONS.slice(0, 1), 0.5);
    expect(alone).toMatchObject({ rise: { standardError: null }, says: 'no change beyond error' });
    expect(alone!.rise!.mean).toBeCloseTo(0.8, 12);
  });
});
