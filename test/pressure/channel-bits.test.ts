import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitsPerParent } from '../../src/evolution/bits.js';
import { expectedParentage } from '../../src/evolution/schemes/expected-parentage.js';
import { leastTilt } from '../../src/pressure/channel-bits.js';
import type { SelectionSpec } from '../../src/scenario/scenario.js';
import { island } from './arbitrary.js';
import { divergenceBits, expectation, leastConvex, slowLeastBits } from './slow-least-bits.js';

const tilt = (z: readonly number[], p: readonly number[]) => leastTilt(Float64Array.from(z), Float64Array.from(p));

/** Rounding of sums over at most some hundred terms near 1. */
const ROUNDING = 1e-12;

describe('the least tilt of a trait', () => {
  it('is exactly nothing for uniform parentage, whatever the size and the trait', () => {
    const schemes: SelectionSpec[] = [{ scheme: 'none' }, { scheme: 'tournament', size: 1 }];
    for (let size = 1; size <= 300; size++) {
      const fitness = Float64Array.from({ length: size }, (_, i) => Math.sin(i));
      const z = Float64Array.from({ length: size }, (_, i) => Math.cos(3 * i) / 3);
      for (const scheme of schemes) {
        expect(leastTilt(z, expectedParentage(fitness, scheme))).toEqual({ bits: 0, direction: 0, lambda: 0 });
      }
    }
  });

  it('is exactly nothing for a constant trait', () => {
    expect(tilt([0.3, 0.3, 0.3], [0.5, 0.2, 0.3])).toEqual({ bits: 0, direction: 0, lambda: 0 });
  });

  it('of a trait with two values is the binary divergence of their shares', () => {
    const z = [0, 7, 0, 0, 7];
    const p = [0.1, 0.3, 0.05, 0.05, 0.5];
    // The share of those with 7 goes from 2/5 to 0.8.
    const expected = 0.8 * Math.log2(0.8 / 0.4) + 0.2 * Math.log2(0.2 / 0.6);
    const found = tilt(z, p);
    expect(found.bits).toBeCloseTo(expected, 12);
    expect(found.direction).toBe(1);
    // q(7) / q(0) = 0.4 / (0.2 / 3) = 6 = e^(7 λ).
    expect(found.lambda).toBeCloseTo(Math.log(6) / 7, 9);
    const down = tilt(
      z.map((value) => -value),
      p,
    );
    expect(down.bits).toBeCloseTo(expected, 12);
    expect(down.direction).toBe(-1);
  });

  it('of the fitness that Boltzmann selects by is all of the bits per parent draw, and λ is β', () => {
    const fitness = Float64Array.from([0.1, 0.9, 0.35, 0.2, 0.77, 0.5, 0.51]);
    for (const beta of [0.01, 1, 8, 100]) {
      const parentage = expectedParentage(fitness, { scheme: 'boltzmann', beta });
      const found = leastTilt(fitness, parentage);
      const all = bitsPerParent(parentage);
      expect(Math.abs(found.bits - all)).toBeLessThan(ROUNDING);
      expect(found.lambda / beta).toBeCloseTo(1, 4);
    }
  });

  it('at the edge is log₂ of N over the number of those that have the extreme value', () => {
    expect(tilt([1, 5, 5, 2, 5, 0], [0, 0.2, 0.7, 0, 0.1, 0])).toEqual({
      bits: 1,
      direction: 1,
      lambda: Number.POSITIVE_INFINITY,
    });
    expect(tilt([1, 5, 5, 2, 5, 0], [0, 0, 0, 0, 0, 1])).toEqual({
      bits: Math.log2(6),
      direction: -1,
      lambda: Number.NEGATIVE_INFINITY,
    });
  });

  it('takes values that differ by rounding for equal, at the edge and where all do', () => {
    expect(tilt([1, 1 + 3e-16, 0.2, 1 - 3e-16], [0.1, 0.5, 0, 0.4]).bits).toBeCloseTo(Math.log2(4 / 3), 12);
    expect(tilt([1, 1 + 3e-16, 1, 1 - 3e-16], [0.1, 0.5, 0, 0.4]).bits).toBe(0);
  });

  it('close to the edge is close to that from below, however close the next value is', () => {
    for (const gap of [1, 1e-3, 1e-9]) {
      for (const rest of [1e-3, 1e-9, 1e-14]) {
        const found = tilt([0, 1, 1 - gap, 1], [0, 0.4, rest, 0.6 - rest]);
        // Two of four have it; the share of the rest costs h(rest) bits less and at most log₂ 3 of them more.
        const entropy = -rest * Math.log2(rest) - (1 - rest) * Math.log2(1 - rest);
        expect(found.bits).toBeLessThanOrEqual(1);
        expect(found.bits).toBeGreaterThan(1 - entropy - 2 * rest - ROUNDING);
      }
    }
  });

  it('is the least of all laws with the same mean: three individuals, scanned', () => {
    const z = [0, 1, 3];
    const p = [0.05, 0.15, 0.8];
    const mean = expectation(p, z);
    // q₃ = s leaves q₂ = mean − 3 s and q₁ = 1 − mean + 2 s.
    const scanned = leastConvex((s) => divergenceBits([1 - mean + 2 * s, mean - 3 * s, s]), (mean - 1) / 2, mean / 3);
    const found = tilt(z, p);
    // Ternary search ends where rounding hides the minimum; its value is then right to rounding.
    expect(Math.abs(found.bits - scanned)).toBeLessThan(ROUNDING);
    expect(found.bits).toBeLessThan(divergenceBits(p));
  });

  it('agrees with the slow twin under every scheme', () => {
    const fitness = Float64Array.from({ length: 40 }, (_, i) => Math.abs(Math.sin(7 * i)) ** 2);
    const z = Float64Array.from(fitness, (f, i) => f / 3 + Math.cos(11 * i));
    const schemes: SelectionSpec[] = [
      { scheme: 'tournament', size: 3 },
      { scheme: 'truncation', fraction: 0.2 },
      { scheme: 'rank', pressure: 1.7 },
      { scheme: 'boltzmann', beta: 6 },
      { scheme: 'proportional' },
    ];
    for (const scheme of schemes) {
      const p = expectedParentage(fitness, scheme);
      const slow = slowLeastBits([[...z]], [...p]);
      expect(slow).toBeGreaterThan(0.001);
      expect(Math.abs(leastTilt(z, p).bits - slow)).toBeLessThan(ROUNDING);
    }
  });

  it('lies between 0 and the bits per parent draw', () => {
    fc.assert(
      fc.property(island(1), ({ parentage, traits }) => {
        const { bits } = leastTilt(traits[0]!, parentage);
        expect(bits).toBeGreaterThanOrEqual(0);
        expect(bits).toBeLessThanOrEqual(bitsPerParent(parentage) + ROUNDING);
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it('is the same for a trait stretched, shifted or turned round, and for individuals in another order', () => {
    fc.assert(
      fc.property(island(1), fc.double({ min: 0.01, max: 100, noNaN: true }), ({ parentage, traits }, factor) => {
        const z = traits[0]!;
        const { bits, direction } = leastTilt(z, parentage);
        const near = (other: { bits: number; direction: number }, sign: number): void => {
          expect(Math.abs(other.bits - bits)).toBeLessThan(1e-10);
          // A shift of the mean that is only rounding has no direction to keep.
          if (bits > 1e-10) expect(other.direction).toBe(sign * direction);
        };
        // Shifting rounds values that nearly tie: to 1e-16 of the range, which a logarithm of a share may show.
        near(
          leastTilt(
            z.map((value) => factor * value + 0.5),
            parentage,
          ),
          1,
        );
        near(
          leastTilt(
            z.map((value) => -factor * value),
            parentage,
          ),
          -1,
        );
        near(leastTilt(z.toReversed(), parentage.toReversed()), 1);
      }),
      { seed: 2, numRuns: 500 },
    );
  });
});
