import { describe, expect, it } from 'vitest';
import { derivedKey, Purpose, rootKey } from '../../src/base/streams.js';
import { certifyByEnumeration } from '../../src/coupling/certificate/enumerated.js';
import type { SplittingProblem } from '../../src/pressure/splitting/problem.js';
import { repeatKey } from '../../src/pressure/splitting/repeat.js';
import { type Enumerated, lawOf } from '../../src/run/pressure/certify/by-enumeration.js';
import { judgeByRepeats } from '../../src/run/pressure/certify/by-repeats.js';
import type { Question } from '../../src/run/pressure/certify/claims.js';
import { repeatShares } from '../../src/run/pressure/certify/shares.js';
import { createLatticeProblem } from '../../src/run/pressure/lattice-problem.js';
import type { System } from '../../src/system/system.js';
import { runRepeat } from '../pressure/splitting/run-repeats.js';
import { allGenotypes } from '../run/pressure/enumerate.js';
import { systemOf } from '../system/scenario-of.js';

const REPEATS = 16;
const SEEDS = 200;
const ALPHA = 0.05;
/** Below the largest score of the lattice. */
const UNTIL = 0.5;

/**
 * Three loci of K = 2 inputs: a and d express one and e and f another, so that what carries A on carries C on as well; B has
 * the third. With units that flip, the score has many values.
 */
const system = systemOf({
  map: 'AaeB\nCdfD',
  lattice: {
    neighbours: [
      [0, -1],
      [1, -1],
    ],
    border: 'zero',
    noise: 0.05,
  },
  environment: { x: { kind: 'fair', length: null }, z: { kind: 'fair', length: null } },
  ports: {
    A: { kind: 'write', variable: 'x' },
    B: { kind: 'read', target: 'x' },
    C: { kind: 'write', variable: 'z' },
    D: { kind: 'read', target: null },
  },
  channels: { through: { from: 'A', to: 'B', reward: 1 }, leak: { from: 'C', to: 'D', reward: null } },
  genome: {
    fixed: { D: { kind: 'copy', input: 0 } },
    shared: [
      ['a', 'd'],
      ['e', 'f'],
    ],
  },
});

/** The lattice's own draws and moves; scores and observables looked up, since they are asked for some million times. */
function lookedUp(of: System): { problem: SplittingProblem; enumerated: Enumerated } {
  const problem = createLatticeProblem({ system: of, samples: 0, evaluator: 'exact', channel: null });
  const { genotypes, probability, count } = allGenotypes(of);
  const observables = new Float64Array(count * problem.observableCount);
  problem.observe(genotypes, count, observables);
  const width = problem.observableCount;
  const { locusCount, bitsPerLocus } = of.genome;
  const indexOf = (loci: Uint32Array, first: number): number => {
    let index = 0;
    for (let locus = locusCount - 1; locus >= 0; locus--) index = index * 2 ** bitsPerLocus + loci[first + locus]!;
    return index;
  };
  return {
    enumerated: { probability, observables, hex: String },
    problem: {
      ...problem,
      score(loci, n, score, refined) {
        for (let i = 0; i < n; i++) score[i] = observables[indexOf(loci, i * locusCount) * width]!;
        refined.fill(0, 0, n);
      },
      observe(loci, n, out) {
        for (let i = 0; i < n; i++) {
          const from = indexOf(loci, i * locusCount) * width;
          out.set(observables.subarray(from, from + width), i * width);
        }
      },
    },
  };
}

describe('the certificate by splitting, forced on a lattice whose genotypes can all be counted', () => {
  const { problem, enumerated } = lookedUp(system);
  const leak = system.channels.findIndex(({ name }) => name === 'leak');
  const question: Question = {
    ...{ unintended: 'leak', demons: [], context: 'all', quantity: 'strength', most: 1 },
    observable: 1 + leak,
  };
  const plan = { moves: 6, keep: 0.5, direction: 'open', until: { score: UNTIL }, samples: null } as const;

  it.each([60, 200])('is falsely certified, or refuted, no more often than alpha, %d particles', (particles) => {
    const { rise, levels, witness } = certifyByEnumeration(lawOf(enumerated, question), 0, 0);
    // There has to be something to be wrong about.
    expect(rise).toBeGreaterThan(0.02);
    let [certified, refuted, decided] = [0, 0, 0];
    for (let seed = 0; seed < SEEDS; seed++) {
      const key = derivedKey(rootKey(1), Purpose.splitting, 1000, seed);
      expect(repeatKey(key, 0)).not.toEqual(repeatKey(key, 1));
      const shares = Array.from({ length: REPEATS + 1 }, (_, r) =>
        repeatShares(runRepeat(problem, { ...plan, particles }, key, r).levels, [question.observable]),
      );
      const [pilot, ...repeats] = [shares[REPEATS]!, ...shares.slice(0, REPEATS)];
      const judge = (allowed: number) =>
        judgeByRepeats(
          {
            pilot: pilot!,
            repeats,
            until: { kind: 'strength', value: UNTIL },
            method: 'splitting',
            examples: () => [],
          },
          [question],
          { allowed, alpha: ALPHA },
        )[0]!.verdict;
      // Just above the boundary E[U | F ≥ t] = E_π[U] + δ, and just below it.
      if (judge(rise - 1e-9) === 'certified') certified++;
      if (judge(rise + 1e-9) === 'refuted') refuted++;
      if (judge(2 * rise + 0.1) === 'certified') decided++;
    }
    console.log(
      `${particles} particles, ${levels.length} levels, rise ${rise.toFixed(4)} at ${witness.bits.toFixed(1)} bits: of ${SEEDS} seeds false certified ${certified}, ` +
        `false refuted ${refuted}; certified at a margin of ${(2 * rise + 0.1).toFixed(3)}: ${decided}`,
    );
    // α, and two binomial standard errors of √(200 × 0.05 × 0.95) = 3.1.
    expect(certified).toBeLessThanOrEqual(ALPHA * SEEDS + 6);
    expect(refuted).toBeLessThanOrEqual(ALPHA * SEEDS + 6);
    // A certificate that never says anything would pass as well.
    expect(decided).toBeGreaterThan(SEEDS / 2);
  });
});
