import { describe, expect, it } from 'vitest';
import { rootKey } from '../../../src/base/streams.js';
import { MOST_DIMENSIONS, shiftedSobol, sobolDimension } from '../../../src/sweep/design/sobol.js';

/**
 * Points of the sequence of Joe & Kuo (2008) in 32 dimensions, in the order of Gray codes, as scipy.stats.qmc.Sobol
 * (scramble=False) gives them: number, denominator, numerators.
 */
const KNOWN: readonly (readonly [number, number, readonly number[]])[] = [
  [1, 2, Array(32).fill(1)],
  [
    ...([5, 16] as const),
    [14, 14, 2, 6, 14, 10, 14, 6, 6, 2, 6, 14, 14, 2, 14, 6, 14, 6, 6, 10, 10, 10, 14, 6, 6, 6, 14, 2, 10, 10, 14, 10],
  ],
  [
    ...([13, 16] as const),
    [13, 11, 13, 1, 7, 15, 9, 9, 9, 7, 13, 15, 1, 13, 3, 9, 3, 11, 9, 15, 9, 1, 13, 9, 1, 7, 7, 1, 1, 5, 9, 7],
  ],
  [
    ...([777, 1024] as const),
    [
      ...[709, 959, 167, 281, 651, 365, 195, 781, 357, 331, 763, 713, 393, 485, 583, 527],
      ...[413, 885, 379, 771, 243, 279, 969, 493, 353, 149, 61, 799, 65, 113, 555, 921],
    ],
  ],
  [
    ...([1000, 1024] as const),
    [
      ...[225, 99, 531, 693, 287, 929, 47, 921, 513, 71, 87, 261, 165, 393, 147, 379],
      ...[737, 353, 1015, 743, 535, 563, 973, 553, 597, 929, 41, 1003, 61, 349, 151, 149],
    ],
  ],
];

const key = rootKey('sobol test');

describe("Sobol' points", () => {
  it.each(KNOWN)('have the known point %d', (point, denominator, numerators) => {
    const found = numerators.map((_, d) => sobolDimension(d, point + 1)[point]! / 2 ** 32);
    expect(found).toEqual(numerators.map((numerator) => numerator / denominator));
    expect(numerators.length).toBe(MOST_DIMENSIONS);
  });

  it('lie one in each of 2^m intervals of every dimension, shifted or not', () => {
    for (const points of [1, 2, 64, 1024]) {
      for (let d = 0; d < MOST_DIMENSIONS; d++) {
        const cells = [...shiftedSobol(key, d, points)].map((u) => Math.floor(u * points));
        expect(new Set(cells).size).toBe(points);
      }
    }
  });

  it('are a (0, m, 2)-net in their first two dimensions: every elementary box has one', () => {
    const m = 8;
    const [x, y] = [shiftedSobol(rootKey('x'), 0, 2 ** m), shiftedSobol(rootKey('y'), 1, 2 ** m)];
    for (let a = 0; a <= m; a++) {
      const boxes = [...x].map((u, i) => Math.floor(u * 2 ** a) * 2 ** (m - a) + Math.floor(y[i]! * 2 ** (m - a)));
      expect(new Set(boxes).size).toBe(2 ** m);
    }
  });

  it('are one more each, whatever their number: more points keep those that there were', () => {
    expect(shiftedSobol(key, 5, 100)).toEqual(shiftedSobol(key, 5, 1000).subarray(0, 100));
  });

  it('never lie at an end, the corner of the unshifted sequence included', () => {
    for (const seed of ['a', 'b', 'c']) {
      const points = shiftedSobol(rootKey(seed), 0, 4096);
      expect(Math.min(...points)).toBeGreaterThan(0);
      expect(Math.max(...points)).toBeLessThan(1);
      expect(points.every((u) => (u * 2 ** 32) % 1 === 0.5)).toBe(true);
    }
  });

  it('differ by the key, whose shift is uniform: the first point has mean ½ over keys', () => {
    const first = Array.from({ length: 400 }, (_, i) => shiftedSobol(rootKey(`key ${i}`), 3, 1)[0]!);
    const mean = first.reduce((sum, u) => sum + u, 0) / first.length;
    // Standard error √(1/12/400) = 0.0144; four of them.
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.058);
  });
});
