import { describe, expect, it } from 'vitest';
import { expectedParentage } from '../../src/evolution/schemes/expected-parentage.js';
import { chanceBits } from '../../src/pressure/chance-bits.js';
import { leastTilt } from '../../src/pressure/channel-bits.js';
import { shuffled, simulation } from '../evolution/random.js';

const fitness = (size: number): Float64Array => Float64Array.from({ length: size }, (_, i) => i);

/** All orders of a list. */
function orders(values: readonly number[]): number[][] {
  if (values.length < 2) return [[...values]];
  return values.flatMap((value, i) => orders(values.toSpliced(i, 1)).map((rest) => [value, ...rest]));
}

describe('the chance level', () => {
  it('is exactly 0 for uniform parentage', () => {
    for (let size = 1; size < 300; size++) expect(chanceBits(new Float64Array(size).fill(1 / size))).toBe(0);
  });

  it('is (Σ p² − 1/N) / (2 ln 2)', () => {
    const sumOfSquares = 0.1 ** 2 + 0.2 ** 2 + 0.7 ** 2;
    expect(chanceBits(Float64Array.of(0.1, 0.2, 0.7))).toBeCloseTo((sumOfSquares - 1 / 3) / (2 * Math.LN2), 14);
  });

  it('times N / (N − 1) is the exact mean over all orders of a trait of shift² / (2 ln 2 · variance)', () => {
    const p = [0.05, 0.1, 0.5, 0.15, 0.2];
    const z = [0, 1, 7, 2, 2.5];
    const centre = z.reduce((a, b) => a + b, 0) / 5;
    const variance = z.reduce((total, value) => total + (value - centre) ** 2, 0) / 5;
    const gains = orders(z).map((order) => {
      const shift = order.reduce((total, value, i) => total + (p[i]! - 1 / 5) * value, 0);
      return shift ** 2 / (2 * Math.LN2 * variance);
    });
    expect(gains.length).toBe(120);
    expect(gains.reduce((a, b) => a + b, 0) / 120).toBeCloseTo((5 / 4) * chanceBits(Float64Array.from(p)), 12);
  });

  it('is exceeded in families: by their size, and F / (F − 1) for their number F', () => {
    // Four families of two; values are dealt to families.
    const share = [0.05, 0.1, 0.5, 0.35];
    const z = [0, 1, 7, 2];
    const variance = (2.5 ** 2 + 1.5 ** 2 + 4.5 ** 2 + 0.5 ** 2) / 4;
    const gains = orders(z).map((order) => {
      const shift = order.reduce((total, value, f) => total + (share[f]! - 1 / 4) * value, 0);
      return shift ** 2 / (2 * Math.LN2 * variance);
    });
    const p = Float64Array.from(share.flatMap((both) => [both / 2, both / 2]));
    expect(gains.reduce((a, b) => a + b, 0) / 24).toBeCloseTo(2 * (4 / 3) * chanceBits(p), 12);
  });

  it('is what traits unrelated to fitness get on average', () => {
    const size = 200;
    const stream = simulation('chance level');
    const p = expectedParentage(fitness(size), { scheme: 'tournament', size: 3 });
    const values = Array.from({ length: size }, (_, i) => Math.sin(i) + i / size);
    const found = Array.from({ length: 4000 }, () => leastTilt(Float64Array.from(shuffled(values, stream)), p).bits);
    const mean = found.reduce((a, b) => a + b, 0) / found.length;
    const variance = found.reduce((total, value) => total + (value - mean) ** 2, 0) / (found.length - 1);
    const error = Math.sqrt(variance / found.length);
    // Four standard errors, and the next order of the expansion, below 1 % at this size.
    expect(Math.abs(mean - chanceBits(p))).toBeLessThan(4 * error + 0.01 * chanceBits(p));
    // The errors are small enough for the test to tell the level from its double or half.
    expect(4 * error).toBeLessThan(0.12 * chanceBits(p));
  });
});
