import { describe, expect, it } from 'vitest';
import { type Figure, summarise, summariseRatio } from '../../src/bench/arithmetic/figure.js';
import { fitGrowth } from '../../src/bench/arithmetic/growth.js';
import { lastDigit, roundAt, roundToSpread } from '../../src/bench/arithmetic/round-to-spread.js';

const figure = (value: number, low: number, high: number): Figure => ({ value, low, high, rounds: 5, unit: '1' });

describe('a figure', () => {
  it('is the median with its quartiles, whatever the order of the rounds', () => {
    expect(summarise([5, 1, 4, 2, 3], 's')).toEqual({ value: 3, low: 2, high: 4, rounds: 5, unit: 's' });
    expect(summarise([1, 2, 3, 10], 's')).toEqual({ value: 2.5, low: 1.75, high: 4.75, rounds: 4, unit: 's' });
    expect(summarise([7], 's')).toEqual({ value: 7, low: 7, high: 7, rounds: 1, unit: 's' });
    expect(() => summarise([], 's')).toThrow('without a single round');
  });

  it('of a ratio is the median of the ratios of each round, not the ratio of the medians', () => {
    // The machine is ten times slower in the second and third round: within each round the ratio is 2, 2 and 4.
    const ratio = summariseRatio([2, 20, 40], [1, 10, 10]);
    expect(ratio).toMatchObject({ value: 2, low: 2, high: 3, unit: '1' });
    expect(20 / 10).toBe(2);
    expect(summariseRatio([2, 20, 3], [1, 10, 10]).value).toBe(2);
    expect(summarise([2, 20, 3], 's').value / summarise([1, 10, 10], 's').value).toBe(0.3);
    expect(() => summariseRatio([1, 2], [1])).toThrow('the same rounds');
  });
});

describe('the digits of a figure', () => {
  it('end where its spread begins', () => {
    // Half the interquartile range is 0.05: hundredths are the last digit.
    expect(roundToSpread(figure(1.23456, 1.2, 1.3))).toMatchObject({ value: 1.23, low: 1.2, high: 1.3 });
    expect(roundToSpread(figure(1.23456, 0.8, 1.8))).toMatchObject({ value: 1.2 });
    expect(roundToSpread(figure(38_765_432, 38e6, 40e6))).toMatchObject({ value: 39_000_000 });
    expect(lastDigit(figure(62, 52, 74))).toBe(1);
    expect(roundToSpread(figure(62, 52, 74))).toMatchObject({ value: 60, low: 50, high: 70 });
  });

  it('are three at most, however calm the rounds', () => {
    expect(roundToSpread(figure(1.834612, 1.834612, 1.834612)).value).toBe(1.83);
    expect(roundToSpread(figure(41_234_567, 41_234_566, 41_234_568)).value).toBe(41_200_000);
    expect(roundToSpread(figure(0, 0, 0)).value).toBe(0);
  });

  it('of a small difference vanish in a large spread', () => {
    expect(roundToSpread(figure(0.004, -0.2, 0.3)).value).toBe(0);
  });

  it('are those of the nearest double', () => {
    expect(roundAt(0.1 + 0.2, -1)).toBe(0.3);
    expect(roundAt(1250, 2)).toBe(1300);
  });
});

describe('growth', () => {
  it('of a power law is its exponent, without error', () => {
    const sizes = [1, 2, 4, 8, 16];
    const quadratic = fitGrowth(
      sizes,
      sizes.map((size) => 3 * size ** 2),
    );
    // Rounding of logarithms.
    expect(quadratic.slope).toBeCloseTo(2, 12);
    expect(quadratic.standardError).toBeLessThan(1e-12);
  });

  it('has the least-squares slope and its standard error', () => {
    // Logarithms (base 2) of the times: 0, 2, 1 against 0, 1, 2. Slope ½, residuals −½, 1, −½, their squares 3/2 on one
    // degree of freedom, over Σ(x − x̄)² = 2: standard error √(3/4), the same in any base.
    const { slope, standardError } = fitGrowth([1, 2, 4], [1, 4, 2]);
    expect(slope).toBeCloseTo(0.5, 12);
    expect(standardError).toBeCloseTo(Math.sqrt(0.75), 12);
  });

  it('through two sizes has no error to speak of, and through one no slope', () => {
    expect(fitGrowth([1, 2], [1, 2])).toMatchObject({ slope: 1, standardError: Number.NaN });
    expect(() => fitGrowth([2, 2], [1, 2])).toThrow('expected 2 at least');
    expect(() => fitGrowth([1, 2], [1, 0])).toThrow('positive numbers');
  });
});
