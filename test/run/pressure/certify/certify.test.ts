import { describe, expect, it } from 'vitest';
import { nextUp } from '../../../../src/base/next-up.js';
import { mean } from '../../../../src/base/statistics.js';
import type { LevelRecord, RepeatState } from '../../../../src/pressure/splitting/repeat.js';
import { certify } from '../../../../src/run/pressure/certify/certify.js';
import { questionsOf } from '../../../../src/run/pressure/certify/claims.js';
import type { Evidence } from '../../../../src/run/pressure/certify/evidence.js';
import { strongestParticles } from '../../../../src/run/pressure/certify/examples.js';
import { predict } from '../../../../src/run/pressure/certify/predict.js';
import type { Claim } from '../../../../src/run/pressure/certify/records.js';
import { computeCurve, pressureContext } from '../../../../src/run/pressure/compute.js';
import type { PressureSpec, Scenario } from '../../../../src/scenario/scenario.js';
import { scenarioOf } from '../../../system/scenario-of.js';

const SPEC: PressureSpec = {
  ...{ on: null, until: { kind: 'bits', value: 4 }, particles: 60, moves: 3, keep: 0.5, repeats: 16 },
  ...{ margin: 0.1, alpha: 0.05, direction: 'open', evidence: 'splitting' },
};
const scenario: Scenario = {
  ...scenarioOf({
    map: 'A.B\nC##',
    lattice: { neighbours: 'west3', border: 'zero' },
    environment: { x: { kind: 'fair', length: null }, z: { kind: 'fair', length: null } },
    ports: {
      A: { kind: 'write', variable: 'x' },
      B: { kind: 'read', target: 'x' },
      C: { kind: 'write', variable: 'z' },
    },
    channels: {
      leak: { from: 'C', to: 'B', reward: null },
      through: { from: 'A', to: 'B', reward: 1 },
    },
  }),
  pressure: SPEC,
};
const context = pressureContext(scenario, 'reference');
const column = questionsOf(context)[0]!.observable;
const WIDTH = 5;

describe('the pilot of a splitting', () => {
  it('is one repeat more, which chooses the thresholds and has no part in any figure', async () => {
    const { states, summary, certificate } = (await computeCurve(context, { workers: 0 }))!;
    const curve = [...Array(16).keys()];
    expect(states.map(({ repeat }) => repeat)).toEqual([...curve, 16]);
    expect(summary.repeats.map(({ repeat }) => repeat)).toEqual(curve);

    /** Every score that repeats saw, and right above it. */
    const scoresOf = (repeats: readonly RepeatState[]) =>
      new Set(
        repeats.flatMap(({ levels }) => levels.flatMap(({ scores }) => [...scores].flatMap((t) => [t, nextUp(t)]))),
      );
    const [ofPilot, ofOthers] = [scoresOf(states.slice(16)), scoresOf(states.slice(0, 16))];
    const priorOf = ({ levels }: RepeatState): number => {
      const { scores, observables } = levels[0]!;
      return mean(scores.map((_, i) => observables[i * WIDTH + column]!));
    };
    const [claim] = certificate.claims as [Claim];
    expect(claim.levels[0]!.mean).toBeCloseTo(mean(states.slice(0, 16).map(priorOf)), 12);
    expect(claim.levels.length).toBeGreaterThan(2);
    for (const { threshold } of claim.levels) expect(ofPilot.has(threshold)).toBe(true);
    // Scores are of samples of one's own: no other repeat could have chosen all of them.
    expect(claim.levels.some(({ threshold }) => !ofOthers.has(threshold))).toBe(true);
  });
});

describe('the pilot of an enumeration on samples', () => {
  const words = context.system.genome.locusCount;
  /** Three genotypes of unequal probability, the last two of which score 1, one of them not on every stimulus. */
  const measured = Array.from({ length: 17 }, (_, stimulus) => {
    const observables = new Float64Array(3 * WIDTH);
    // The pilot's figures are far off.
    const shift = stimulus === 0 ? 100 : stimulus / 1000;
    [0.4, 0.6, 0.8].forEach((value, g) => {
      observables[g * WIDTH + column] = value + shift;
    });
    return { scores: Float64Array.of(0, stimulus === 7 ? 0 : 1, 1), observables };
  });
  const evidence: Evidence = {
    kind: 'sampled',
    genotypes: {
      count: 3,
      bits: Math.log2(3),
      write: (index, loci, first) => loci.fill(index + 1, first, first + words),
      probability: () => 1 / 3,
    },
    probability: Float64Array.of(0.5, 0.25, 0.25),
    measured,
  };

  it('is the first stimulus, and the others weigh genotypes by their probabilities', () => {
    const [claim] = certify(context, evidence).claims as [Claim];
    // 0.55 and the mean of the shifts of 1 to 16.
    expect(claim.levels[0]!.mean).toBeCloseTo(0.55 + 0.0085, 12);
    expect(claim.method).toBe('enumeration, sampled');
    expect(claim.levels.at(-1)!.bits).toBeCloseTo(-Math.log2((0.5 * 15 + 0.25) / 16), 12);
  });

  it('leaves as examples those that score enough on every stimulus', () => {
    const [claim] = certify(context, evidence).claims as [Claim];
    expect(claim.verdict).toBe('refuted');
    expect(claim.witness!.genotypes).toEqual(['03'.repeat(words)]);
  });
});

describe('examples from particles', () => {
  it('score enough, have most of what is asked for, and are named once', () => {
    const { locusCount } = context.system.genome;
    const scores = Float64Array.of(0.2, 0.6, 0.9, 0.9, 0.5);
    const observables = new Float64Array(5 * WIDTH);
    [0.9, 0.3, 0.7, 0.7, 0.5].forEach((value, i) => {
      observables[i * WIDTH + column] = value;
      observables[i * WIDTH] = 1 - value;
    });
    const last = { scores, observables } as unknown as LevelRecord;
    // Particles 2 and 3 are the same genotype.
    const genotypes = Uint32Array.from(
      { length: 5 * locusCount },
      (_, w) => [1, 2, 3, 3, 4][Math.floor(w / locusCount)]!,
    );
    const of = strongestParticles(context.system, [{ levels: [last], genotypes } as unknown as RepeatState]);
    const question = questionsOf(context)[0]!;
    const text = (table: number): string => `0${table}`.repeat(locusCount);
    expect(of(0.5, question)).toEqual([text(3), text(4), text(2)]);
    expect(of(0.1, question)).toEqual([text(1), text(3), text(4), text(2)]);
    expect(of(0.95, question)).toEqual([]);
  });
});

describe('an exact prediction', () => {
  const observables = new Float64Array(3 * WIDTH);
  // Scores of 0, 0.5 at 2 bits and 1 at 3, and what leaks there.
  [0, 0.5, 1].forEach((score, g) => {
    observables[g * WIDTH] = score;
    observables[g * WIDTH + column] = [0.5, 0.25, 0][g]!;
  });
  const enumerated = { probability: Float64Array.of(6, 1, 1), observables, hex: String };
  const needed = { status: 'reached', threshold: 0.503, bits: 2.3 } as Parameters<typeof predict>[3];
  const end = (until: PressureSpec['until'], given: Partial<typeof needed> = {}, evaluator = 'wasm') => {
    const asked = { ...context, scenario: { ...scenario, pressure: { ...SPEC, until } }, evaluator };
    return predict(asked, { kind: 'enumeration', enumerated }, [], { ...needed, ...given })[0]!.end!.mean;
  };

  it('is at the score that was asked for, and at as many bits where samples made the score', () => {
    expect(end({ kind: 'strength', value: 0.503 })).toBe(0);
    expect(end({ kind: 'bits', value: 2 })).toBe(0.125);
    expect(end({ kind: 'strength', value: 2 }, { status: 'stuck' })).toBe(0.125);
    // An exact curve ends at an exact score.
    expect(end({ kind: 'bits', value: 2 }, { threshold: 1 }, 'exact')).toBe(0);
  });
});
