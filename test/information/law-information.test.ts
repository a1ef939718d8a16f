import { describe, expect, it } from 'vitest';
import { jointInformation } from '../../src/information/joint-information.js';
import { lawInformation, withoutRounding } from '../../src/information/law-information.js';
import { binaryEntropy, plainInformation, simulation } from './tables.js';

/** A random law of so many cells. */
function randomLaw(cells: number, name: string): Float64Array {
  const stream = simulation(name);
  const weights = Float64Array.from({ length: cells }, () => (stream.nextBelow(4) === 0 ? 0 : stream.nextUnit()));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

describe('lawInformation', () => {
  it('is exact on laws that are known: a wire, a noisy wire, a constant, independence', () => {
    expect(lawInformation(Float64Array.of(0.5, 0, 0, 0.5), 0, 2, 2)).toBe(1);
    expect(lawInformation(Float64Array.of(0.45, 0.05, 0.05, 0.45), 0, 2, 2)).toBeCloseTo(1 - binaryEntropy(0.1), 12);
    expect(lawInformation(Float64Array.of(0.3, 0.7, 0, 0), 0, 2, 2)).toBe(0);
    expect(lawInformation(Float64Array.of(0.03, 0.27, 0.07, 0.63), 0, 2, 2)).toBe(0);
    expect(lawInformation(new Float64Array(4), 0, 2, 2)).toBe(0);
  });

  it('is its definition on random laws of any shape, at an offset', () => {
    for (const [sources, sinks] of [
      [2, 2],
      [8, 2],
      [2, 16],
      [4, 4],
      [1, 8],
    ] as const) {
      const law = randomLaw(sources * sinks, `${sources} × ${sinks}`);
      const padded = Float64Array.of(3, ...law, 5);
      expect(lawInformation(padded, 1, sources, sinks)).toBeCloseTo(plainInformation(law, sources, sinks), 11);
    }
  });

  it('is the plug-in information of counts, whatever the law sums to', () => {
    const counts = Uint32Array.of(310, 20, 150, 544);
    const { plugIn } = jointInformation(counts, 0, 2, 2, 1024);
    expect(lawInformation(Float64Array.from(counts), 0, 2, 2)).toBeCloseTo(plugIn, 11);
  });

  it('is exactly 0 below 1e-12 bits, and something above', () => {
    // Information of a wire that flips with probability ½ − d is 2 d² / ln 2 to first order.
    const nearly = (bits: number): number => {
      const d = Math.sqrt((bits * Math.LN2) / 2) / 2;
      return lawInformation(Float64Array.of(0.25 + d, 0.25 - d, 0.25 - d, 0.25 + d), 0, 2, 2);
    };
    expect(nearly(0.9e-12)).toBe(0);
    expect(nearly(2e-12)).toBeCloseTo(2e-12, 12);
    expect([withoutRounding(-0.9e-12), withoutRounding(0.3), withoutRounding(-0.5)]).toEqual([
      0,
      expect.closeTo(0.3, 12),
      -0.5,
    ]);
  });

  it('is the same, a tie, for a law with its symbols relabelled', () => {
    for (let seed = 0; seed < 50; seed++) {
      const law = randomLaw(16, `relabelled ${seed}`);
      const relabelled = law.map((_, cell) => law[(cell & 12) ^ 8 ^ ((cell & 3) ^ 1)]!);
      expect(lawInformation(relabelled, 0, 4, 4)).toBe(lawInformation(law, 0, 4, 4));
    }
  });
});
