import { expect } from 'vitest';
import { mean } from '../../src/base/statistics.js';

/** Abramowitz & Stegun 1964, 7.1.26: within 1.5e-7 of the error function, far below a Kolmogorov distance of 0.01. */
export function normalCdf(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x / Math.SQRT2));
  const tail =
    t *
    (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))) *
    Math.exp((-x * x) / 2);
  return x < 0 ? tail / 2 : 1 - tail / 2;
}

/** The largest distance of the empirical law from N(0, variance), times √n: above 1.95 with probability 0.001 (Kolmogorov). */
function kolmogorov(variance: number, values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const n = sorted.length;
  const distance = sorted.reduce((most, value, i) => {
    const p = normalCdf(value / Math.sqrt(variance));
    return Math.max(most, Math.abs(p - i / n), Math.abs(p - (i + 1) / n));
  }, 0);
  return distance * Math.sqrt(n);
}

/** Independent values have the mean, variance and law of N(0, variance), within four standard errors and the 0.001 limit. */
export function expectNormal(variance: number, values: readonly number[]): void {
  const n = values.length;
  expect(Math.abs(mean(values))).toBeLessThan(4 * Math.sqrt(variance / n));
  // The square of a normal number has variance 2 σ⁴.
  const found = mean(values.map((value) => value * value));
  expect(Math.abs(found - variance)).toBeLessThan(4 * variance * Math.sqrt(2 / n));
  expect(kolmogorov(variance, values)).toBeLessThan(1.95);
}
