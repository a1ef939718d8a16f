import { describe, expect, it } from 'vitest';
import { nextUp } from '../../../../src/base/next-up.js';
import { lastAround, poolRepeats } from '../../../../src/pressure/splitting/pool.js';
import { repeatShares } from '../../../../src/run/pressure/certify/shares.js';
import { createLatticeProblem } from '../../../../src/run/pressure/lattice-problem.js';
import { runRepeats } from '../../../pressure/splitting/run-repeats.js';
import { systemOf } from '../../../system/scenario-of.js';

const system = systemOf({ map: '##\nAB\n##', lattice: { neighbours: 'west3' } });
const problem = createLatticeProblem({ system, samples: 256, evaluator: 'reference', channel: null });
// Enough samples and few enough particles that plateaus, inner levels and repeats that end early all come up.
const plan = { particles: 100, moves: 4, keep: 0.8, direction: 'open', until: { score: 0.9 }, samples: 256 } as const;
const repeats = runRepeats(problem, plan, 6);
const shares = repeats.map(({ levels }) => repeatShares(levels, [1, 2]));

describe('what a repeat says of a threshold', () => {
  it('is what pooling its levels says, at every threshold', () => {
    expect(repeats.some(({ levels }) => levels.some(({ inner }) => inner))).toBe(true);
    const thresholds = [0, nextUp(0), 0.02, 0.1, 0.18, 0.3, 0.5, 0.9, 0.99, 1.1];
    for (const [r, repeat] of repeats.entries()) {
      poolRepeats([repeat], thresholds, 'open').forEach(({ threshold, bits, observables }) => {
        const { probability, means, particles } = shares[r]!.at(threshold);
        const { scores } = lastAround(repeat.levels, threshold, 'open');
        expect(particles).toBe(scores.filter((score) => score >= threshold).length);
        expect(-Math.log2(probability)).toBeCloseTo(bits, 12);
        if (probability === 0) expect(means).toEqual([Number.NaN, Number.NaN]);
        else for (const [o, mean] of means.entries()) expect(mean).toBeCloseTo(observables[1 + o]!.mean, 12);
      });
    }
  });

  it('offers every score that was seen, from all of π on, and what lies right above a value of many', () => {
    const points = shares[0]!.candidates([0.25]);
    const thresholds = points.map(({ threshold }) => threshold);
    expect(thresholds).toEqual([...thresholds].sort((a, b) => a - b));
    expect(points[0]).toMatchObject({ threshold: 0, probability: 1 });
    expect(thresholds).toContain(0.25);
    // Most genotypes carry nothing: exactly 0.
    expect(thresholds[1]).toBe(nextUp(0));
    const { probability, inside } = points.at(-1)!;
    expect(inside[0]! / probability).toBeCloseTo(shares[0]!.at(thresholds.at(-1)!).means[0]!, 12);
  });

  it('weighs genotypes by their probabilities where these differ', () => {
    const set = {
      from: 0,
      inner: false,
      bits: 0,
      scores: Float64Array.of(0, 1, 1),
      observables: Float64Array.of(9, 1, 2),
    };
    const share = repeatShares([{ ...set, weights: Float64Array.of(0.5, 0.375, 0.125) }], [0]).at(1);
    // No genotype is missing among them: no number of them is a sample.
    expect(share).toEqual({ probability: 0.5, means: [1.25], particles: Number.POSITIVE_INFINITY });
  });
});
