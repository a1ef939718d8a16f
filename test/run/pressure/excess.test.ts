import { describe, expect, it } from 'vitest';
import { excessOf } from '../../../src/run/pressure/excess.js';

type Curve = Parameters<typeof excessOf>[0];
type Run = Parameters<typeof excessOf>[1];

const PREDICTED = { channel: 'leak', demons: [], start: null, end: null, rise: null, says: 'amplified' } as const;
const point = (score: number | null, mean: number, influence: number): unknown => ({
  ...{ means: [score, mean, 9], meanErrors: [0, 0.01, 9] },
  ...{ influences: [null, influence, 9], influenceErrors: [null, 0.02, 9] },
});

function curveOf(points: unknown[], on: string | null = null, context: string | null = null): Curve {
  return {
    ...{ on, context, curve: points },
    followed: [
      { channel: 'fitness', context: 'all' },
      { channel: 'leak', context: 'one' },
      { channel: 'through', context: 'one' },
    ],
    predictions: [
      { ...PREDICTED, context: 'one', quantity: 'strength' },
      { ...PREDICTED, context: 'one', quantity: 'influence' },
    ],
  } as unknown as Curve;
}

function runOf(fitness: number): Run {
  const over = (mean: number, standardError: number) => ({ mean, standardError });
  return {
    islands: 4,
    fitness: { last: over(fitness, 0.1) },
    channels: [
      {
        channel: 'leak',
        context: 'one',
        weight: 0.25,
        last: over(0.5, 0.03),
        influence: over(0.7, 0.03),
        rewarded: null,
      },
      { channel: 'through', context: 'one', weight: 0.25, last: over(1, 0), influence: null, rewarded: over(0.8, 0.1) },
      { channel: 'through', context: 'two', weight: 0.75, last: over(1, 0), influence: null, rewarded: over(0.4, 0.1) },
    ],
  } as unknown as Run;
}

const POINTS = [point(0, 0.1, 0.2), point(0.4, 0.3, 0.4), point(0.8, 0.2, 0.9)];

describe('the excess of a run over the curve', () => {
  it('is over what lies on a straight line between the points around the score reached', () => {
    const [strength, influence] = excessOf(curveOf(POINTS), runOf(0.5));
    // A quarter of the way from 0.3 to 0.2, and from 0.4 to 0.9.
    expect(strength!.expected.mean).toBeCloseTo(0.275, 12);
    expect(strength!.excess.mean).toBeCloseTo(0.225, 12);
    // Errors of the outcome, of the curve, and of the score by the slope of −0.1 over 0.4.
    expect(strength!.excess.standardError).toBeCloseTo(Math.hypot(0.03, 0.01, 0.1 * 0.25), 12);
    expect(influence!.expected.mean).toBeCloseTo(0.525, 12);
    expect(strength!.beyond).toBe(false);
  });

  it('is over the end of the curve for a population beyond it, and over its start for one below', () => {
    const [beyond] = excessOf(curveOf(POINTS), runOf(0.9));
    expect(beyond).toMatchObject({ beyond: true, expected: { mean: 0.2 } });
    const [below] = excessOf(curveOf(POINTS), runOf(-0.01));
    expect(below).toMatchObject({ beyond: false, expected: { mean: 0.1 } });
  });

  it('reads the score that the curve is of: a channel over contexts by their weights, or in one of them', () => {
    // 0.25 × 0.8 + 0.75 × 0.4 = 0.5, whatever fitness is.
    const [over] = excessOf(curveOf(POINTS, 'through'), runOf(0));
    expect(over!.expected.mean).toBeCloseTo(0.275, 12);
    const [inOne] = excessOf(curveOf(POINTS, 'through', 'one'), runOf(0));
    expect(inOne!.expected.mean).toBeCloseTo(0.2, 12);
  });

  it('is of each context by itself, for the outcome and for what the curve expects', () => {
    const curve = curveOf([
      { ...(point(0, 0.1, 0.2) as object), means: [0, 0.6, 0.1], meanErrors: [0, 0, 0] },
      { ...(point(1, 0.1, 0.2) as object), means: [1, 0.6, 0.1], meanErrors: [0, 0, 0] },
    ]);
    const followed = [curve.followed[0]!, { ...curve.followed[1]!, context: 'two' }, curve.followed[1]!];
    const [leak, ...rest] = runOf(0.5).channels;
    const channels = [{ ...leak!, context: 'two', last: { mean: 0.9, standardError: 0.03 } }, leak!, ...rest];
    const predictions = (['one', 'two'] as const).map((context) => ({ ...curve.predictions[0]!, context }));
    const found = excessOf({ ...curve, followed, predictions }, { ...runOf(0.5), channels });
    expect(found.map(({ context, expected, outcome }) => [context, expected.mean, outcome.mean])).toEqual([
      ['one', 0.1, 0.5],
      ['two', 0.6, 0.9],
    ]);
  });

  it('passes over points where nothing is known, and is none where none is', () => {
    expect(excessOf(curveOf([point(null, 0, 0)]), runOf(0.5))).toEqual([]);
    expect(excessOf(curveOf([POINTS[0]!, point(null, 0, 0), POINTS[2]!]), runOf(0.4))[0]!.expected.mean).toBeCloseTo(
      0.15,
    );
  });
});
