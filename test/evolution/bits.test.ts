import { describe, expect, it } from 'vitest';
import { bitsPerParent, parentBits } from '../../src/evolution/bits.js';
import { expectedParentage } from '../../src/evolution/schemes/expected-parentage.js';
import type { SelectionSpec } from '../../src/scenario/scenario.js';

const bits = (fitness: readonly number[], selection: SelectionSpec): number =>
  bitsPerParent(expectedParentage(Float64Array.from(fitness), selection));

describe('bitsPerParent', () => {
  it('is exactly 0 for uniform parentage at any population size, and so are the bits of every parent', () => {
    for (let size = 1; size <= 500; size++) {
      const distinct = Array.from({ length: size }, (_, i) => i);
      const equal = new Array<number>(size).fill(0.3);
      expect(bits(distinct, { scheme: 'none' })).toBe(0);
      expect(bits(distinct, { scheme: 'tournament', size: 1 })).toBe(0);
      expect(bits(distinct, { scheme: 'rank', pressure: 1 })).toBe(0);
      expect(bits(distinct, { scheme: 'truncation', fraction: 1 })).toBe(0);
      expect(bits(distinct, { scheme: 'boltzmann', beta: 0 })).toBe(0);
      expect(bits(equal, { scheme: 'proportional' })).toBe(0);
      expect(bits(equal, { scheme: 'tournament', size: 3 })).toBe(0);
      expect(parentBits(expectedParentage(Float64Array.from(equal), { scheme: 'boltzmann', beta: 3 })[0]!, size)).toBe(
        0,
      );
    }
  });

  it('is log₂ of one over the fraction that truncation keeps', () => {
    expect(bits([5, 2, 8, 1, 9, 4, 7, 3], { scheme: 'truncation', fraction: 0.25 })).toBe(2);
  });

  it('is log₂ N where one individual is the parent of all', () => {
    expect(bitsPerParent(Float64Array.of(0, 0, 0, 1))).toBe(2);
  });

  it('is Σ p log₂(N p), individuals that are never a parent adding nothing', () => {
    const p = [0.5, 0, 0.125, 0.375];
    const sum = 0.5 * Math.log2(2) + 0.125 * Math.log2(0.5) + 0.375 * Math.log2(1.5);
    // Rounding of three terms of size one.
    expect(bitsPerParent(Float64Array.from(p))).toBeCloseTo(sum, 15);
  });

  it('approaches log₂ k − (k − 1)/(k ln 2) for tournaments of k in a large population', () => {
    const size = 4000;
    const distinct = Array.from({ length: size }, (_, i) => i);
    for (const k of [2, 3, 7]) {
      const limit = Math.log2(k) - (k - 1) / (k * Math.LN2);
      // A Riemann sum over N cells; its error is of order k / N.
      expect(Math.abs(bits(distinct, { scheme: 'tournament', size: k }) - limit)).toBeLessThan(k / size);
    }
  });
});

describe('parentBits', () => {
  it('is 1 for twice the chance, −1 for half of it and −∞ for none', () => {
    expect([0.5, 0.125, 0].map((p) => parentBits(p, 4))).toEqual([1, -1, Number.NEGATIVE_INFINITY]);
  });
});
