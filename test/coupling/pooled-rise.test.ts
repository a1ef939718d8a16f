import { describe, expect, it } from 'vitest';
import { pooledRise } from '../../src/coupling/certificate/pooled-rise.js';

describe('the rise of a mean by repeats', () => {
  it('weighs repeats by their probabilities, and passes over those that did not come there', () => {
    // (0.1 × 0.4 + 0.3 × 0.8) / 0.4 − (0.1 + 0.2 + 0.3) / 3
    expect(pooledRise([0.1, 0.3, 0], [0.4, 0.8, Number.NaN], [0.1, 0.2, 0.3]).value).toBeCloseTo(0.5, 12);
  });

  it('has the error of leaving out each repeat', () => {
    // Equal probabilities: the jackknife of a mean of differences is their standard error, here of 0.2, 0.4, 0.6.
    const { value, standardError } = pooledRise([0.5, 0.5, 0.5], [0.3, 0.6, 0.9], [0.1, 0.2, 0.3]);
    expect(value).toBeCloseTo(0.4, 12);
    expect(standardError).toBeCloseTo(0.2 / Math.sqrt(3), 12);
  });
});
