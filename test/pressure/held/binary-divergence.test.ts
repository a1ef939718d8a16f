import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  binaryDivergence,
  binaryEntropy,
  divergenceSlope,
  leastHeldFor,
} from '../../../src/pressure/held/binary-divergence.js';

describe('the binary divergence', () => {
  it('has its known values', () => {
    expect(binaryDivergence(1, 7)).toBe(7);
    expect(binaryDivergence(0, 1)).toBe(1);
    expect(binaryDivergence(0.5, 1)).toBe(0);
    // 1/2 log2((1/2)/(1/8)) + 1/2 log2((1/2)/(7/8))
    expect(binaryDivergence(0.5, 3)).toBeCloseTo(0.5 * 2 + 0.5 * Math.log2(4 / 7), 14);
    expect(binaryDivergence(0.25, -Math.log2(0.25))).toBeCloseTo(0, 15);
  });

  it('is finite for events too rare for a double, and 0 where they do not happen', () => {
    expect(binaryDivergence(0.5, 2000)).toBeCloseTo(0.5 * 1999 - 0.5, 9);
    expect(binaryDivergence(0, 2000)).toBe(0);
  });

  it('is infinite where what is sure does not always happen', () => {
    expect(binaryDivergence(0.5, 0)).toBe(Number.POSITIVE_INFINITY);
    expect(binaryDivergence(1, 0)).toBe(0);
  });

  const probability = fc.double({ min: 0, max: 1, noNaN: true });
  const bits = fc.double({ min: 0.01, max: 60, noNaN: true });

  it('is never negative, and at least q times needed minus h(q), at most needed more', () => {
    fc.assert(
      fc.property(probability, bits, (q, needed) => {
        const d = binaryDivergence(q, needed);
        // Rounding of terms of up to 60 bits.
        expect(d).toBeGreaterThan(-1e-12);
        expect(d).toBeGreaterThanOrEqual(leastHeldFor(q, needed) - 1e-12);
        const rest = (1 - q) * -Math.log2(1 - 2 ** -needed);
        expect(d - leastHeldFor(q, needed)).toBeCloseTo(rest, 9);
      }),
      { seed: 5 },
    );
  });

  it('rises with the bits needed by its slope', () => {
    for (const [q, needed] of [
      [0.9, 5],
      [0.3, 2],
      [1, 4],
      [0.01, 3],
    ] as const) {
      const step = 1e-5;
      const rise = (binaryDivergence(q, needed + step) - binaryDivergence(q, needed - step)) / (2 * step);
      // The error of a central difference is of the order of the step squared, and of rounding 1e-16 / step.
      expect(divergenceSlope(q, needed)).toBeCloseTo(rise, 8);
    }
  });

  it('of a fair coin has an entropy of 1 bit, of a sure thing 0', () => {
    expect([0, 0.5, 1].map(binaryEntropy)).toEqual([0, 1, 0]);
    expect(binaryEntropy(0.11)).toBeCloseTo(-0.11 * Math.log2(0.11) - 0.89 * Math.log2(0.89), 14);
  });
});
