import { describe, expect, it } from 'vitest';
import { nextUp } from '../../../../src/base/next-up.js';
import { type Enumerated, judgeByEnumeration } from '../../../../src/run/pressure/certify/by-enumeration.js';
import type { Question } from '../../../../src/run/pressure/certify/claims.js';
import { predictByEnumeration } from '../../../../src/run/pressure/certify/predictions.js';

const about = { unintended: 'leak', demons: [], context: 'all', most: 1 } as const;
const STRENGTH: Question = { ...about, quantity: 'strength', observable: 1 };
const INFLUENCE: Question = { ...about, quantity: 'influence', observable: 2 };

/** Genotypes as [probability, score, strength, influence]. */
const enumerated = (genotypes: readonly (readonly number[])[]): Enumerated => ({
  probability: Float64Array.from(genotypes, ([p]) => p!),
  observables: Float64Array.from(genotypes.flatMap(([, ...observables]) => observables)),
  hex: (genotype) => `g${genotype}`,
});

/** 2 bits of pressure for a score of 0.5, 3 for 1; strength falls and influence rises with the score. */
const LAW = enumerated([
  [6, 0, 0.5, 0.125],
  [1, 0.5, 0.25, 0.25],
  [1, 1, 0, 0.75],
]);

describe('a claim by enumeration', () => {
  it('is about the score in the first column, and each quantity in its own', () => {
    const strength = judgeByEnumeration(LAW, STRENGTH, 0.1);
    // E[U] = 0.40625 falls to 0.125 and 0.
    expect(strength).toMatchObject({ verdict: 'certified', bits: 3, witness: null, monotone: { holds: true } });
    expect(strength.levels.map(({ threshold, bits }) => [threshold, bits! + 0])).toEqual([
      [0, 0],
      [0.5, 2],
      [1, 3],
    ]);
    const influence = judgeByEnumeration(LAW, INFLUENCE, 0.1);
    // From 0.21875 to 0.5 and 0.75.
    expect(influence).toMatchObject({ verdict: 'refuted', witness: { threshold: 1, bits: 3, genotypes: ['g2'] } });
    expect(influence.margin).toBeCloseTo(0.1 - 0.53125, 12);
  });

  it('does not tell scores apart that differ by the order in which they were summed', () => {
    // 0.1 + 0.2 + 0.3 is two numbers; the larger has all of the leak, and no selection is for it.
    const [one, other] = [0.1 + 0.2 + 0.3, 0.3 + 0.2 + 0.1];
    expect(one).not.toBe(other);
    const law = enumerated([
      [2, 0, 0.5, 0],
      [1, Math.min(one, other), 0, 0],
      [1, Math.max(one, other), 1, 0],
    ]);
    const claim = judgeByEnumeration(law, STRENGTH, 0);
    expect(claim).toMatchObject({ verdict: 'certified', levelCount: 2, monotone: { holds: true } });
    const end = { threshold: Math.max(one, other), bits: null };
    expect(predictByEnumeration(law, [STRENGTH], end)[0]!.end).toEqual({ mean: 0.5, standardError: 0 });
  });
});

describe('a prediction by enumeration', () => {
  const at = (threshold: number, bits: number | null) =>
    predictByEnumeration(LAW, [STRENGTH, INFLUENCE], { threshold, bits }).map(({ end, says }) => [end?.mean, says]);

  it('ends at the score that was asked for, that score included', () => {
    expect(at(0.5, null)).toEqual([
      [0.125, 'reduced'],
      [0.5, 'amplified'],
    ]);
    expect(at(nextUp(0.5) + 1e-9, null)[0]![0]).toBe(0);
    expect(at(0, null)[0]).toEqual([0.40625, 'no change beyond error']);
    expect(predictByEnumeration(LAW, [STRENGTH], { threshold: 1.01, bits: null })[0]).toMatchObject({
      ...{ end: null, rise: null, says: 'no change beyond error' },
      start: { mean: 0.40625, standardError: 0 },
    });
  });

  it('ends beside a sampled score at the exact one of as many bits, not at the next above it', () => {
    // What carries 0.5 bits shows a little more or less on samples: the curve's end at 0.503 is not that of 1 bit.
    expect(at(0.503, 2.3)[0]![0]).toBe(0.125);
    expect(at(0.503, 2.9)[0]![0]).toBe(0);
    expect(at(1.001, 3.1)[0]![0]).toBe(0);
  });
});
