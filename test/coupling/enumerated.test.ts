import { describe, expect, it } from 'vitest';
import { rootKey, Stream } from '../../src/base/streams.js';
import { certifyByEnumeration } from '../../src/coupling/certificate/enumerated.js';
import type { EnumeratedLaw } from '../../src/coupling/certificate/levels.js';
import { bottleneck } from './bottleneck.js';

const law = (probability: number[], fitness: number[], trait: number[]): EnumeratedLaw => ({
  probability: Float64Array.from(probability),
  fitness: Float64Array.from(fitness),
  trait: Float64Array.from(trait),
});
/** E[U] is 0.5 everywhere above any threshold or less, but U is 0.1 at F = 1 and 0.3 at F = 2. */
const NOT_MONOTONE = law([2, 1, 1], [0, 1, 2], [0.5, 0.1, 0.3]);
const COUPLED = law([4, 2, 1, 1], [0, 1, 2, 2], [0.1, 0.2, 0.9, 0.5]);

function bottleneckLaw(): EnumeratedLaw {
  const { probability, intended, unintended } = bottleneck();
  return { probability, fitness: intended, trait: unintended };
}

/** The largest and the last rise of E[U] above its value under π, over rounds of random non-decreasing fitness. */
function history({ probability, fitness, trait }: EnumeratedLaw, stream: Stream, rounds: number): number {
  let q = Float64Array.from(probability);
  const values = [...new Set(fitness)].sort((a, b) => a - b);
  const meanOf = (p: Float64Array): number =>
    p.reduce((sum, w, g) => sum + w * trait[g]!, 0) / p.reduce((sum, w) => sum + w, 0);
  const start = meanOf(q);
  let most = 0;
  for (let round = 0; round < rounds; round++) {
    // Steps of very different heights, some of them next to nothing: close to every truncation and far from all.
    const heights = values.map(() => stream.nextUnit() ** (1 + stream.nextBelow(12)));
    if (stream.nextBelow(2) === 0) heights[stream.nextBelow(values.length)] = 1000;
    let sum = 0;
    const weight = new Map(values.map((value, k) => [value, (sum += heights[k]!)]));
    q = q.map((p, g) => p * weight.get(fitness[g]!)!);
    const total = q.reduce((all, p) => all + p, 0);
    q = q.map((p) => p / total);
    most = Math.max(most, meanOf(q) - start);
  }
  return most;
}

function largestRise(of: EnumeratedLaw, seed: number): number {
  const stream = new Stream(rootKey(seed), 6, 0, 0);
  let most = 0;
  for (let h = 0; h < 300; h++) most = Math.max(most, history(of, stream, 4));
  return most;
}

describe('the certificate by enumeration', () => {
  it('finds every level of a small law, its mean and what lies above it', () => {
    const { verdict, rise, margin, witness, monotone, levels } = certifyByEnumeration(COUPLED, 0.1, 0);
    expect(levels.map(({ threshold, probabilityAbove }) => [threshold, probabilityAbove])).toEqual([
      [0, 1],
      [1, 0.5],
      [2, 0.25],
    ]);
    expect(levels.map(({ mean }) => mean)).toEqual([0.1, 0.2, 0.7]);
    // (4·0.1 + 2·0.2 + 0.9 + 0.5)/8 and (2·0.2 + 0.9 + 0.5)/4.
    expect(levels[0]!.meanAbove).toBeCloseTo(0.275, 14);
    expect(levels[1]!.meanAbove).toBeCloseTo(0.45, 14);
    expect(verdict).toBe('refuted');
    expect(rise).toBeCloseTo(0.425, 14);
    expect(margin).toBeCloseTo(0.1 - 0.425, 14);
    expect(witness).toMatchObject({ threshold: 2, bits: 2, genotypes: [2, 3] });
    expect(witness.mean).toBeCloseTo(0.7, 14);
    expect(monotone).toMatchObject({ holds: false, between: [0, 2] });
    expect(monotone.rise).toBeCloseTo(0.6, 14);
    expect(certifyByEnumeration(COUPLED, 0.43, 0).verdict).toBe('certified');
  });

  it('tells a law that no history from the prior amplifies from one that no history at all does', () => {
    const { verdict, monotone, rise } = certifyByEnumeration(NOT_MONOTONE, 0, 0);
    expect([verdict, rise]).toEqual(['certified', 0]);
    expect(monotone).toMatchObject({ holds: false, between: [1, 2] });
    expect(monotone.rise).toBeCloseTo(0.2, 14);
    // From the law that is left when F = 0 is gone, which selection for F = 1 and 2 alike leads to, U rises by 0.1.
    const later = certifyByEnumeration({ ...NOT_MONOTONE, probability: Float64Array.of(0, 1, 1) }, 0, 0);
    expect(later.verdict).toBe('refuted');
    expect(later.rise).toBeCloseTo(0.1, 14);
  });

  it('certifies what is independent of F at a margin of 0, and a constant F at any', () => {
    const independent = law([1, 2, 3, 6], [0, 0, 1, 1], [0.1, 0.7, 0.1, 0.7]);
    expect(certifyByEnumeration(independent, 0, 0)).toMatchObject({ verdict: 'certified', monotone: { holds: true } });
    const constant = certifyByEnumeration(law([1, 3], [2, 2], [0, 1]), 0, 0);
    expect(constant).toMatchObject({ verdict: 'certified', rise: 0, monotone: { holds: true, rise: null } });
  });

  it('takes fitnesses within the sampling tolerance for one, and genotypes of no probability for none', () => {
    const noisy = law([4, 2, 1, 1, 0], [0, 0.001, 0.5, 0.501, 9], [0.1, 0.2, 0.9, 0.5, 7]);
    const merged = certifyByEnumeration(noisy, 0, 0.01);
    expect(merged.levels.map(({ threshold }) => threshold)).toEqual([0, 0.5]);
    expect(merged.levels.map(({ probability }) => probability)).toEqual([0.75, 0.25]);
    expect(certifyByEnumeration(noisy, 0, 0).levels).toHaveLength(4);
  });

  it('certifies the bottleneck, figure by figure', () => {
    const certificate = certifyByEnumeration(bottleneckLaw(), 0, 0);
    expect(certificate).toMatchObject({ verdict: 'certified', rise: 0, monotone: { holds: true } });
    const { levels } = certificate;
    expect(levels[0]!.meanAbove).toBeCloseTo(0.280639, 6);
    const near = levels.find(({ threshold }) => threshold > 0.3112)!;
    expect(near.threshold).toBeCloseTo(0.311278, 6);
    expect(near.meanAbove).toBeCloseTo(0.249022, 6);
    expect(levels.at(-1)).toMatchObject({ threshold: 1, meanAbove: 0 });
  });

  it('is never contradicted by a history, and what it refutes is exceeded by one', () => {
    for (const [seed, of] of [NOT_MONOTONE, COUPLED, bottleneckLaw()].entries()) {
      const { rise, witness } = certifyByEnumeration(of, 0, 0);
      // 300 histories are to come within a tenth of the largest rise there is; 1e-12 is the rounding of the sums.
      const found = largestRise(of, seed);
      expect(found).toBeLessThanOrEqual(rise + 1e-12);
      expect(found).toBeGreaterThanOrEqual(0.9 * rise);
      const step = of.probability.map((p, g) => (of.fitness[g]! >= witness.threshold ? p : 0));
      const total = step.reduce((sum, p) => sum + p, 0);
      expect(step.reduce((sum, p, g) => sum + p * of.trait[g]!, 0) / total).toBeCloseTo(witness.mean, 12);
    }
  });
});
