import { describe, expect, it } from 'vitest';
import { nextUp } from '../../../../src/base/next-up.js';
import { rootKey, Stream } from '../../../../src/base/streams.js';
import { judgeByRepeats, type Repeated } from '../../../../src/run/pressure/certify/by-repeats.js';
import type { Question } from '../../../../src/run/pressure/certify/claims.js';
import { repeatShares, type ScoredSet } from '../../../../src/run/pressure/certify/shares.js';

const about = { unintended: 'leak', demons: [], context: 'all', most: 1 } as const;
const STRENGTH: Question = { ...about, quantity: 'strength', observable: 1 };
const INFLUENCE: Question = { ...about, quantity: 'influence', observable: 2 };
const QUESTIONS = [STRENGTH, INFLUENCE];

/** Scores 0 (half of all), 0.25, 0.5 and 0.75; strength is the score itself but for a little, influence is 0.3. */
function drawnSet(stream: Stream, particles = 400): ScoredSet {
  const scores = new Float64Array(particles);
  const observables = new Float64Array(particles * 3);
  for (let i = 0; i < particles; i++) {
    scores[i] = Math.max(0, stream.nextBelow(8) - 4) / 4;
    observables.set([scores[i]!, scores[i]! * 0.9 + 0.1 * stream.nextUnit(), 0.3], i * 3);
  }
  return { from: 0, inner: false, bits: 0, scores, observables };
}

function repeated(given: Partial<Repeated> = {}, questions = QUESTIONS, repeats = 16): Repeated {
  const stream = new Stream(rootKey(4), 6, 0, 0);
  const observables = questions.map(({ observable }) => observable);
  const shares = Array.from({ length: repeats + 1 }, () => repeatShares([drawnSet(stream)], observables));
  return {
    ...{ pilot: shares[0]!, repeats: shares.slice(1), until: { kind: 'strength', value: 0.5 }, method: 'splitting' },
    examples: (threshold, { quantity }) => [`${quantity} at ${threshold}`],
    ...given,
  };
}
const judged = (given: Partial<Repeated> = {}, questions = QUESTIONS, alpha = 0.05) =>
  judgeByRepeats(repeated(given, questions), questions, { allowed: 0.1, alpha });
const thresholdsOf = (given: Partial<Repeated>): number[] => judged(given)[0]!.levels.map(({ threshold }) => threshold);

describe('claims by repeats', () => {
  it('judge each quantity by its own figures, with examples of its own', () => {
    const [strength, influence] = judged();
    expect(strength).toMatchObject({ quantity: 'strength', verdict: 'refuted', method: 'splitting', monotone: null });
    const { threshold, genotypes } = strength!.witness!;
    expect(genotypes).toEqual([`strength at ${threshold}`]);
    // Always 0.3: nothing scatters, and what is left is what the particles of all repeats there may not have shown.
    expect(influence).toMatchObject({ quantity: 'influence', witness: null });
    for (const { mean } of influence!.levels) expect(mean).toBeCloseTo(0.3, 12);
    const { bits, between } = influence!.levels.at(-1)!;
    const particles = 16 * 400 * 2 ** -bits!;
    expect(between).toBeCloseTo(Math.log((influence!.levelCount * 2) / 0.05) / particles, 12);
  });

  it('share alpha: the limits of one of two are those of a single one at half of it', () => {
    // The same question twice: another would ask for other thresholds.
    const [both] = judged({}, [STRENGTH, STRENGTH]);
    expect(both!.levels).toEqual(judged({}, [STRENGTH], 0.025)[0]!.levels);
    expect(both!.levels).not.toEqual(judged({}, [STRENGTH])[0]!.levels);
  });

  it('go up to the score asked for and no further, whether or not the pilot showed it', () => {
    expect(thresholdsOf({})).toEqual([0, nextUp(0), 0.25, nextUp(0.25), 0.5]);
    expect(thresholdsOf({ until: { kind: 'strength', value: 0.4 } }).at(-1)).toBe(0.4);
    // Nobody is there: the claim ends at the last score that anybody has.
    expect(thresholdsOf({ until: { kind: 'strength', value: 2 } }).at(-1)).toBe(0.75);
  });

  it('go up to the bits asked for, by the pilot', () => {
    // P(score ≥ 0.25) = 3/8 and P(score ≥ 0.5) = 1/4: 1.4 and 2 bits.
    const [claim] = judged({ until: { kind: 'bits', value: 1.7 } });
    expect(claim!.levels.at(-1)!.threshold).toBe(0.25);
    expect(claim!.bits).toBeCloseTo(Math.log2(8 / 3), 1);
    expect(claim!.bits).toBe(claim!.levels.at(-1)!.bits);
    expect(thresholdsOf({ until: { kind: 'bits', value: 0 } })).toEqual([0]);
  });

  it('rest on the repeats alone: the pilot chooses thresholds', () => {
    const nobody = new Stream(rootKey(5), 6, 0, 0);
    const set = drawnSet(nobody);
    const strange = repeatShares([{ ...set, observables: set.observables.map(() => 1) }], [1, 2]);
    const means = (given: Partial<Repeated>) => judged(given)[0]!.levels.map(({ mean }) => mean);
    expect(means({ pilot: strange })[0]).toBe(means({})[0]);
  });

  it('are undecided without a pilot or with too few repeats, and say how many it takes', () => {
    for (const given of [{ pilot: null }, { repeats: repeated({}, QUESTIONS, 15).repeats }]) {
      for (const claim of judged(given)) {
        expect(claim).toMatchObject({ verdict: 'undecided', margin: null, bits: 0, levels: [] });
        expect(claim.needed).toContain('pressure.repeats of at least 16');
      }
    }
  });
});
