import { describe, expect, it } from 'vitest';
import { rootKey } from '../../../src/base/streams.js';
import { poolRepeats } from '../../../src/pressure/splitting/pool.js';
import { advanceRepeat, beginRepeat, type LevelRecord } from '../../../src/pressure/splitting/repeat.js';
import { binomialTail } from './binomial-tail.js';
import { bitStrings } from './bit-strings.js';
import { EXACT_PLAN, runRepeat, runRepeats } from './run-repeats.js';

const key = rootKey(1);

/** Three standard errors of 12 repeats (Student's t with 11 degrees of freedom goes beyond in 1.2 % of seeds). */
const SIGMAS = 3;

describe('splitting on strings of fair bits', () => {
  it.each([
    [64, 56, 31.7435],
    [100, 80, 30.7391],
  ])('finds the probability of a binomial tail: %d bits, at least %d of them 1', (n, k, known) => {
    const exact = binomialTail(n, k);
    expect(exact.bits).toBeCloseTo(known, 4);
    const repeats = runRepeats(bitStrings(n, 2), { ...EXACT_PLAN, until: { score: k } }, 12);
    const [point] = poolRepeats(repeats, [k], 'open');
    expect(repeats.map(({ ended }) => ended)).toEqual(repeats.map(() => 'score'));
    expect(Math.abs(point!.bits - exact.bits)).toBeLessThan(SIGMAS * point!.bitsError);
    const { mean, standardError } = point!.observables[0]!;
    expect(Math.abs(mean - exact.mean)).toBeLessThan(SIGMAS * standardError);
    // About 0.5 bits a repeat with 400 particles: the tests above can fail.
    expect(point!.bitsError).toBeLessThan(0.3);
  });

  it('finds the lower tail where thresholds fall', () => {
    const repeats = runRepeats(bitStrings(64, 2), { ...EXACT_PLAN, direction: 'close', until: { score: 16 } }, 12);
    const [below, at] = poolRepeats(repeats, [20, 16], 'close');
    for (const [point, count] of [
      [below!, 20],
      [at!, 16],
    ] as const) {
      expect(Math.abs(point.bits - binomialTail(64, 64 - count).bits)).toBeLessThan(SIGMAS * point.bitsError);
      const { mean, standardError } = point.observables[0]!;
      expect(Math.abs(mean - (64 - binomialTail(64, 64 - count).mean))).toBeLessThan(SIGMAS * standardError);
    }
    const { levels } = repeats[0]!;
    expect(levels[0]).toMatchObject({ threshold: Math.max(...levels[0]!.scores), bits: 0, trusted: true });
    expect(levels.at(-1)!.threshold).toBe(16);
  });

  it('states the standard error that ideal particles have', () => {
    const { levels } = runRepeat(bitStrings(64, 2), { ...EXACT_PLAN, until: { score: 45 } }, key, 0);
    const variance = levels.slice(1).reduce((sum, { fraction }) => sum + (1 - fraction) / (fraction * 400), 0);
    expect(levels.at(-1)!.bitsError).toBeCloseTo(Math.sqrt(variance) / Math.LN2, 12);
    const bits = levels.reduce((sum, { fraction }) => sum - Math.log2(fraction), 0);
    expect(levels.at(-1)!.bits).toBeCloseTo(bits, 12);
  });

  it('keeps every particle of a level within it, and follows where each came from', () => {
    const { levels } = runRepeat(bitStrings(64, 2), { ...EXACT_PLAN, until: { score: 50 } }, key, 0);
    for (const { scores, threshold, from } of levels.slice(1)) {
      expect(Math.min(...scores)).toBeGreaterThanOrEqual(from);
      expect(from).toBeLessThanOrEqual(threshold);
      expect(scores.some((score) => score === threshold)).toBe(true);
    }
    const ancestors = levels.map((level) => level.ancestors);
    expect(ancestors[0]).toBe(400);
    expect(ancestors).toEqual(ancestors.toSorted((a, b) => b - a));
    expect(ancestors.at(-1)).toBeGreaterThan(1);
  });

  it('ends at the first level of the bits asked for, and at exactly the score asked for', () => {
    const byBits = runRepeat(bitStrings(64, 2), { ...EXACT_PLAN, until: { bits: 6 } }, key, 0);
    expect(byBits.ended).toBe('bits');
    expect(byBits.bits).toBeGreaterThanOrEqual(6);
    expect(byBits.levels.at(-2)!.bits).toBeLessThan(6);
    // A threshold between two values that occur.
    const byScore = runRepeat(bitStrings(64, 2), { ...EXACT_PLAN, until: { score: 42.5 } }, key, 0);
    expect(byScore).toMatchObject({ ended: 'score', threshold: 42.5 });
    expect(byScore.levels.filter(({ threshold }) => threshold >= 42.5)).toHaveLength(1);
  });

  it('begins with π itself, and goes no further where nothing is asked for', () => {
    const state = beginRepeat(bitStrings(64, 2), { ...EXACT_PLAN, until: { score: 0 } }, key, 0);
    expect(state).toMatchObject({ level: 0, threshold: 0, bits: 0, ended: 'score' });
    expect(advanceRepeat(bitStrings(64, 2), { ...EXACT_PLAN, until: { score: 0 } }, key, state)).toBe(state);
  });

  it('gives the same whether it goes on at once or from a copy of a state, and another for another repeat', () => {
    const problem = bitStrings(64, 2);
    const plan = { ...EXACT_PLAN, until: { score: 45 } };
    const whole = runRepeat(problem, plan, key, 3);
    let state = beginRepeat(problem, plan, key, 3);
    while (state.ended === null) state = advanceRepeat(bitStrings(64, 2), plan, key, structuredClone(state));
    expect(state).toEqual(whole);
    expect(runRepeat(problem, plan, key, 4).bits).not.toBe(whole.bits);
  });

  it('trusts a level while its bits are below S · t − 10', () => {
    const plan = { ...EXACT_PLAN, until: { score: 50 }, samples: 0.5 };
    const { levels } = runRepeat(bitStrings(64, 2), plan, key, 0);
    const rule = ({ bits, threshold }: LevelRecord): boolean => bits === 0 || bits < 0.5 * threshold - 10;
    expect(levels.map(({ trusted }) => trusted)).toEqual(levels.map(rule));
    expect(new Set(levels.map(({ trusted }) => trusted)).size).toBe(2);
  });
});

describe('splitting on plateaus', () => {
  it('is stuck at once where all scores are equal, in either direction', () => {
    const flat = bitStrings(64, 2, () => 0.25);
    const up = runRepeat(flat, { ...EXACT_PLAN, until: { score: 0.5 } }, key, 0);
    expect(up).toMatchObject({ ended: 'stuck', bits: 0, threshold: 0.25 });
    const down = runRepeat(flat, { ...EXACT_PLAN, direction: 'close', until: { score: 0.1 } }, key, 0);
    expect(down).toMatchObject({ ended: 'stuck', bits: 0, threshold: 0.25 });
  });

  it('is stuck on top of a highest score that is below the one asked for', () => {
    const capped = bitStrings(64, 2, (count) => Math.min(count, 40));
    const state = runRepeat(capped, { ...EXACT_PLAN, until: { score: 41 } }, key, 0);
    expect(state).toMatchObject({ ended: 'stuck', threshold: 40 });
    // Five standard errors of one repeat.
    expect(Math.abs(state.bits - binomialTail(64, 40).bits)).toBeLessThan(5 * state.levels.at(-1)!.bitsError);
  });

  it('jumps off a plateau with few particles, when some are above', () => {
    const gate = bitStrings(64, 2, (count) => (count >= 42 ? 1 : 0));
    const repeats = runRepeats(gate, { ...EXACT_PLAN, until: { score: 1 } }, 12);
    expect(repeats[0]!.levels).toHaveLength(2);
    const [point] = poolRepeats(repeats, [1], 'open');
    // 1 in 122: some three particles of each repeat.
    expect(Math.abs(point!.bits - binomialTail(64, 42).bits)).toBeLessThan(SIGMAS * point!.bitsError);
  });

  it('climbs it by the refined score, whose levels are marked and count as bits', () => {
    const gate = (count: number): number => (count >= 50 ? count : 0);
    const plan = { ...EXACT_PLAN, until: { score: 54 } };
    expect(runRepeat(bitStrings(64, 2, gate), plan, key, 0).ended).toBe('stuck');
    const repeats = runRepeats(
      bitStrings(64, 2, gate, (count) => count),
      plan,
      12,
    );
    const { levels } = repeats[0]!;
    const inner = levels.filter((level) => level.inner);
    expect(inner.length).toBeGreaterThan(5);
    expect(inner.every(({ threshold, trusted }) => threshold === 0 && trusted)).toBe(true);
    expect(levels.at(-1)).toMatchObject({ inner: false, threshold: 54 });
    const points = poolRepeats(repeats, [0, 50, 52, 54], 'open');
    expect(points[0]).toMatchObject({ bits: 0, bitsError: 0, reached: 12 });
    for (const point of points.slice(1)) {
      const exact = binomialTail(64, point.threshold);
      expect(Math.abs(point.bits - exact.bits)).toBeLessThan(SIGMAS * point.bitsError);
      expect(Math.abs(point.observables[0]!.mean - exact.mean)).toBeLessThan(
        SIGMAS * point.observables[0]!.standardError,
      );
    }
  });

  it('does not end inside it where bits are asked for: such a level is no point of the curve', () => {
    const gate = (count: number): number => (count >= 40 ? count : 0);
    const problem = bitStrings(64, 2, gate, (count) => count);
    const { levels, ended } = runRepeat(problem, { ...EXACT_PLAN, until: { bits: 2 } }, key, 0);
    expect(levels.some(({ inner, bits }) => inner && bits >= 2)).toBe(true);
    expect(levels.at(-1)!.inner).toBe(false);
    expect(ended).toBe('bits');
  });
});

describe('splitting where scores tie', () => {
  it('finds exactly 3 bits for three ones of three, where about as many tie at the top as a level keeps', () => {
    // Draws of all three bits mix at once. With the largest score that `kept` particles have as the lower end of a level
    // this comes to some 2.9 bits at 200 particles: the number of those on top would decide how it is counted.
    const plan = { ...EXACT_PLAN, particles: 200, moves: 6, keep: 1 / 8, until: { score: 3 } };
    const [point] = poolRepeats(runRepeats(bitStrings(3, 12), plan, 400), [3], 'open');
    // 400 repeats of 200 particles: sqrt(7 / 80,000) / ln 2 = 0.013 bits.
    expect(point!.bitsError).toBeLessThan(0.02);
    expect(Math.abs(point!.bits - 3)).toBeLessThan(SIGMAS * point!.bitsError);
  });
});
