import { describe, expect, it } from 'vitest';
import { jackknife, mean, quantile, standardDeviation, standardError } from '../../src/base/statistics.js';

describe('mean, standardDeviation and standardError', () => {
  it('have the textbook values', () => {
    expect(mean([1, 2, 6])).toBe(3);
    expect(standardDeviation([1, 2, 6])).toBe(Math.sqrt(7));
    expect(standardError([1, 2, 6])).toBe(Math.sqrt(7) / Math.sqrt(3));
  });

  it('say what is not defined: no mean of nothing, no scatter of one value', () => {
    expect(mean([])).toBeNaN();
    expect(standardDeviation([])).toBeNaN();
    expect(standardDeviation([5])).toBe(0);
    expect(standardError([5])).toBeNaN();
  });

  it('take typed arrays', () => {
    expect(mean(Float64Array.of(0.5, 1.5))).toBe(1);
  });
});

describe('quantile', () => {
  it('interpolates as R’s type 7 does', () => {
    // quantile(c(1, 2, 4, 8, 16), c(0, .05, .3, .5, .95, 1)) in R
    const values = [1, 2, 4, 8, 16];
    const expected = [1, 1.2, 2.4, 4, 14.4, 16];
    [0, 0.05, 0.3, 0.5, 0.95, 1].forEach((q, i) => {
      // Rounding of one product and one sum.
      expect(quantile(values, q)).toBeCloseTo(expected[i]!, 12);
    });
  });

  it('is the value itself where there is only one', () => {
    expect([0, 0.5, 1].map((q) => quantile([3], q))).toEqual([3, 3, 3]);
  });
});

describe('jackknife', () => {
  const values = [1, 2, 6, 11];
  const without = (statistic: (rest: number[]) => number): number[] =>
    values.map((_, i) => statistic(values.filter((__, j) => j !== i)));

  it('leaves a mean as it is, with the standard error of the mean', () => {
    const { value, standardError: error } = jackknife(mean(values), without(mean));
    // Rounding of a handful of sums of numbers near 10.
    expect(value).toBeCloseTo(mean(values), 12);
    expect(error).toBeCloseTo(standardError(values), 12);
  });

  it('removes the whole bias of the variance with divisor n', () => {
    const biased = (sample: number[]): number => mean(sample.map((x) => (x - mean(sample)) ** 2));
    expect(jackknife(biased(values), without(biased)).value).toBeCloseTo(standardDeviation(values) ** 2, 12);
  });

  it('corrects nothing and knows no error with a single part', () => {
    expect(jackknife(4, [9])).toEqual({ value: 4, standardError: Number.NaN });
  });
});
