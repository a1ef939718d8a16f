import { describe, expect, it } from 'vitest';
import { Purpose, rootKey, Stream } from '../../../src/base/streams.js';
import { type RankMatch, rankMatch } from '../../../src/coupling/match/rank-match.js';
import { centredRanks } from '../../../src/coupling/match/ranks.js';

const stream = (index = 0): Stream => new Stream(rootKey(3), Purpose.shuffledPairs, 0, index);
const matched = (inside: number[], outside: number[], shuffles?: number, index = 0): RankMatch =>
  rankMatch(inside, outside, stream(index), shuffles) as RankMatch;

/** Spearman's correlation as in a textbook: ranks by counting, Pearson in doubles. */
function spearman(x: readonly number[], y: readonly number[]): number {
  const ranks = (values: readonly number[]): number[] =>
    values.map((v) => values.filter((w) => w < v).length + (values.filter((w) => w === v).length + 1) / 2);
  const [a, b] = [ranks(x), ranks(y)];
  const centre = (x.length + 1) / 2;
  const dot = (p: number[], q: number[]): number => p.reduce((sum, v, i) => sum + (v - centre) * (q[i]! - centre), 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

function permutations<T>(of: readonly T[]): T[][] {
  return of.length < 2
    ? [[...of]]
    : of.flatMap((first, i) => permutations(of.toSpliced(i, 1)).map((p) => [first, ...p]));
}

describe('ranks', () => {
  it('are doubled, centred, and shared by equal values', () => {
    expect([...centredRanks([10, 30, 20])]).toEqual([-2, 2, 0]);
    // Mean ranks 1, 3.5, 3.5, 2, 5 less 3, doubled.
    expect([...centredRanks([-1, 4, 4, 0, 9])]).toEqual([-4, 1, 1, -2, 4]);
    expect([...centredRanks([7, 7, 7, 7])]).toEqual([0, 0, 0, 0]);
    expect([...centredRanks([])]).toEqual([]);
  });
});

describe('the rank correlation of inside with outside', () => {
  it('is 1 where the order is the same, whatever the values, and −1 where it is reversed', () => {
    expect(matched([0.001, 0.1, 0.5, 1], [0.2, 0.3, 0.31, 0.9]).correlation).toBe(1);
    expect(matched([1, 0.5, 0.1, -0.002], [0.2, 0.3, 0.31, 0.9]).correlation).toBe(-1);
  });

  it('has known values with and without ties', () => {
    // 1 − 6 Σd²/(n(n² − 1)) with d = (0, 1, −1, 0): 1 − 12/60.
    expect(matched([1, 3, 2, 4], [1, 2, 3, 4]).correlation).toBeCloseTo(0.8, 14);
    // Ranks 1.5 1.5 3 4 against 1 2 3.5 3.5: Σab = 4, Σa² = Σb² = 4.5, from the mean.
    expect(matched([0, 0, 5, 6], [1, 2, 8, 8]).correlation).toBeCloseTo(4 / 4.5, 14);
    const x = [0.31, 0.02, 0.02, -0.01, 0.4, 0.31, 0.07];
    const y = [0.2, 0, 0.3, 0, 0.1, 0.25, 0];
    expect(matched(x, y).correlation).toBeCloseTo(spearman(x, y), 14);
  });

  it('is not defined, with the reason, for a constant column or too few pairs', () => {
    expect(rankMatch([1, 2, 3], [0, 0, 0], stream())).toEqual({ reason: 'all pairs share equally much outside' });
    expect(rankMatch([2, 2, 2], [1, 2, 3], stream())).toEqual({ reason: 'all pairs share equally much inside' });
    expect(rankMatch([1, 2], [1, 2], stream())).toEqual({
      reason: '2 pairs; a rank correlation needs at least 3',
    });
  });
});

describe('the null of pairs shuffled', () => {
  const inside = [0.5, 0.1, 0.1, 0.02, 0.3, 0.2];
  const outside = [0.4, 0.2, 0.05, 0.05, 0.1, 0.3];

  it('agrees with all permutations of a small matrix', () => {
    const all = permutations(inside).map((shuffled) => spearman(shuffled, outside));
    const observed = spearman(inside, outside);
    const share = all.filter((value) => value > observed - 1e-12).length / all.length;
    const meanSquare = all.reduce((sum, value) => sum + value * value, 0) / all.length;
    const shuffles = 20_000;
    const { pValue, shuffled } = matched(inside, outside, shuffles);
    expect(share).toBeGreaterThan(0.01);
    // Four standard errors of a share of 20,000 draws, and what 1 more in both adds.
    expect(Math.abs(pValue - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / shuffles) + 1 / shuffles);
    // The mean over all permutations is 0; the error of a mean of 20,000.
    expect(Math.abs(shuffled.mean)).toBeLessThan(4 * Math.sqrt(meanSquare / shuffles));
    // A standard deviation is known to about 1/√(2 n), here with short tails: 0.5 %.
    expect(shuffled.standardDeviation / Math.sqrt(meanSquare)).toBeCloseTo(1, 1.7);
    // The variance of Spearman's correlation under shuffling is 1/(n − 1), ties or not.
    expect(meanSquare).toBeCloseTo(1 / 5, 12);
  });

  it('counts equal correlations as reached and itself once: p is 1 / (1 + n) at least and 1 at most', () => {
    // Three pairs: 1 of 6 permutations is in order.
    expect(matched([1, 2, 3], [1, 2, 3], 999).pValue).toBeGreaterThan(0.1);
    expect(matched([3, 2, 1], [1, 2, 3], 999).pValue).toBe(1);
    const many = Array.from({ length: 30 }, (_, i) => i);
    expect(matched(many, many).pValue).toBe(1 / 1000);
  });

  it('gives p ≤ 0.05 to one in twenty matrices in which nothing matches', () => {
    const drawn = new Stream(rootKey(4), Purpose.prior, 0, 0);
    const column = (): number[] => Array.from({ length: 12 }, () => drawn.nextUnit());
    const repeats = 2000;
    let small = 0;
    for (let i = 0; i < repeats; i++) if (matched(column(), column(), 99, i).pValue <= 0.05) small++;
    // With 99 shuffles and hardly a tie the level is 5 of 100; four binomial errors.
    expect(Math.abs(small / repeats - 0.05)).toBeLessThan(4 * Math.sqrt((0.05 * 0.95) / repeats));
  });

  it('is a function of its address', () => {
    expect(matched(inside, outside)).toEqual(matched(inside, outside));
    expect(matched(inside, outside, 99, 1).shuffled).not.toEqual(matched(inside, outside, 99, 0).shuffled);
  });
});
