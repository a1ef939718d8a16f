import { describe, expect, it } from 'vitest';
import { binaryDivergence, divergenceSlope } from '../../../src/pressure/held/binary-divergence.js';
import { type Earned, earnedBits, type ScoreCount } from '../../../src/pressure/held/earned.js';

/** An island of 100 individuals, of which so many have score 1, so many 2, and the rest 0. */
const island = (ones: number, twos: number): ScoreCount[] => [
  { value: 0, individuals: 100 - ones - twos },
  ...(ones > 0 ? [{ value: 1, individuals: ones }] : []),
  ...(twos > 0 ? [{ value: 2, individuals: twos }] : []),
];
const price = (threshold: number, bits: number, standardError = 0) => ({ threshold, bits, standardError });

describe('the bits earned', () => {
  it('are those of the threshold that one half of the islands choose, found on the other half', () => {
    // Islands 0, 2, 4 choose; 1, 3, 5 evaluate, where the other threshold would have given more.
    const islands = [island(80, 2), island(40, 40), island(85, 0), island(50, 40), island(90, 1), island(60, 35)];
    const curve = [price(1, 6, 0.1), price(2, 9, 0.2)];
    const found = earnedBits(islands, curve) as Earned;
    expect(found.threshold).toBe(1);
    expect(found.neededBits).toBe(6);
    const shares = [0.8, 0.9, 0.95];
    const share = (0.8 + 0.9 + 0.95) / 3;
    expect(found.share).toBeCloseTo(share, 14);
    const without = [(0.9 + 0.95) / 2, (0.8 + 0.95) / 2, (0.8 + 0.9) / 2].map((q) => binaryDivergence(q, 6));
    expect(shares.length).toBe(without.length);
    const mean = without.reduce((a, b) => a + b, 0) / 3;
    expect(found.bits.value).toBeCloseTo(3 * binaryDivergence(share, 6) - 2 * mean, 12);
    const scatter = Math.sqrt((2 / 3) * without.reduce((a, b) => a + (b - mean) ** 2, 0));
    expect(found.bits.standardError).toBeCloseTo(Math.hypot(scatter, divergenceSlope(share, 6) * 0.1), 12);
    expect(found.remark).toBeNull();
  });

  it('are those of the threshold of the islands of even number also where all of them together choose another', () => {
    // By the even ones alone t = 1 serves better; with the odd ones, t = 2 would.
    const islands = [island(95, 1), island(2, 97), island(95, 1), island(2, 97)];
    const curve = [price(1, 6), price(2, 9)];
    expect(
      (
        earnedBits(
          [0, 0, 0, 0].map(() => islands[0]!),
          curve,
        ) as Earned
      ).threshold,
    ).toBe(1);
    expect(
      (
        earnedBits(
          [1, 1, 1, 1].map(() => islands[1]!),
          curve,
        ) as Earned
      ).threshold,
    ).toBe(2);
    expect((earnedBits(islands, curve) as Earned).threshold).toBe(1);
    const swapped = [islands[1]!, islands[0]!, islands[3]!, islands[2]!];
    expect((earnedBits(swapped, curve) as Earned).threshold).toBe(2);
  });

  it('say so where the population lies beyond the curve only if the last threshold was chosen', () => {
    const islands = Array.from({ length: 4 }, () => island(60, 40));
    const beyond = earnedBits(islands, [price(0.5, 3), price(1, 6)]) as Earned;
    expect(beyond.threshold).toBe(1);
    expect(beyond.remark).toMatch(/beyond the end of the \(trusted\)/);
    const within = earnedBits(islands, [price(0.5, 3), price(1, 6), price(2, 7)]) as Earned;
    expect(within.remark).toBe('every individual is in the event: earned is what it needs');
  });

  it('are what is needed where everybody is in the event, with the error of what is needed alone', () => {
    const islands = Array.from({ length: 16 }, () => island(100, 0));
    const found = earnedBits(islands, [price(0.5, 8, 0.3), price(1, 10, 0.4), price(1.5, 12, 0.5)]) as Earned;
    expect(found).toMatchObject({ threshold: 1, share: 1, neededBits: 10 });
    expect(found.bits.value).toBeCloseTo(10, 12);
    expect(found.bits.standardError).toBeCloseTo(0.4, 12);
    expect(found.remark).toBe('every individual is in the event: earned is what it needs');
  });

  it('say so where nobody of the other half is there', () => {
    const islands = Array.from({ length: 6 }, (_, i) => (i % 2 === 0 ? island(0, 50) : island(50, 0)));
    const found = earnedBits(islands, [price(2, 12)]) as Earned;
    expect(found.share).toBe(0);
    expect(found.bits.value).toBeCloseTo(-Math.log2(1 - 2 ** -12), 12);
    expect(found.remark).toBe('no individual of the evaluating islands reaches the threshold that the others chose');
  });

  it('are near 0 where nothing was selected', () => {
    // A quarter of each island has what a quarter of the prior has, give or take.
    const islands = Array.from({ length: 16 }, (_, i) => island(25 + ((7 * i) % 5) - 2, 0));
    const { bits } = earnedBits(islands, [price(1, 2, 0.01)]) as Earned;
    expect(Math.abs(bits.value)).toBeLessThan(3 * bits.standardError);
  });

  it('are not defined without a priced threshold, or without islands to evaluate on', () => {
    const islands = Array.from({ length: 16 }, () => island(10, 0));
    expect(earnedBits(islands, [price(0, 0)])).toMatch(/no threshold that costs more than 0 bits/);
    expect(earnedBits(islands, [price(0, 1e-20)])).toMatch(/no threshold/);
    expect(earnedBits(islands.slice(0, 3), [price(1, 3)])).toMatch(/^3 islands; .* at least 2$/);
  });
});
