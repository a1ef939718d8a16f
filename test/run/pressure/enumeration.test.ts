import { describe, expect, it } from 'vitest';
import { rootKey } from '../../../src/base/streams.js';
import { poolRepeats } from '../../../src/pressure/splitting/pool.js';
import { repeatKey } from '../../../src/pressure/splitting/repeat.js';
import { createLatticeProblem } from '../../../src/run/pressure/lattice-problem.js';
import { runRepeats } from '../../pressure/splitting/run-repeats.js';
import { systemOf } from '../../system/scenario-of.js';
import { enumerateScores } from './enumerate.js';

/** One column: a single free unit that reads border, A and border; 256 tables. */
const ONE_COLUMN = { map: '##\nAB\n##', lattice: { neighbours: 'west3' } } as const;
/** Two columns that read west and south-west; 16 tables each. */
const TWO_COLUMNS = {
  map: 'A.B\n###',
  lattice: {
    neighbours: [
      [0, -1],
      [1, -1],
    ],
  },
} as const;

const REPEATS = 16;
/**
 * Some seventy comparisons in this file, many of them of the same particles: Student's t with 15 degrees of freedom goes
 * beyond four standard errors in 0.1 % of cases each, beyond three in 0.9 %. (The slow verification has more repeats and
 * asks for three.)
 */
const SIGMAS = 4;
const PLAN = { particles: 300, moves: 8, keep: 0.5 } as const;

/** For chains of units that read one neighbour. */
const CHAIN_PLAN = {
  particles: 400,
  moves: 5,
  keep: 0.5,
  direction: 'open',
  until: { score: 0.5 },
  samples: 256,
} as const;

describe('splitting against the count of all genotypes', () => {
  it.each([
    ['one column', ONE_COLUMN, 0.5],
    ['two columns', TWO_COLUMNS, 0.5],
    ['one column with a one-sided prior', ONE_COLUMN, 0.3],
    ['two columns with a one-sided prior', TWO_COLUMNS, 0.3],
  ])('agrees at every threshold, opening and closing: %s', (_, sketch, bit) => {
    const system = systemOf({ ...sketch, genome: { prior: { bit } } });
    const problem = createLatticeProblem({ system, samples: 0, evaluator: 'exact', channel: null });
    const law = enumerateScores(problem, system);
    expect(law.values.length).toBeGreaterThan(4);
    expect(law.values.at(-1)).toBe(1);
    for (const direction of ['open', 'close'] as const) {
      const until = { score: direction === 'open' ? 1 : 0 };
      const repeats = runRepeats(problem, { ...PLAN, direction, until, samples: null }, REPEATS);
      const points = poolRepeats(repeats, law.values, direction);
      for (const { threshold, bits, bitsError, observables } of points) {
        const exact = -Math.log2(direction === 'open' ? law.atLeast(threshold) : law.atMost(threshold));
        // Where every particle is in the set there is no scatter, and only rounding.
        expect(Math.abs(bits - exact), `${direction} ${threshold}`).toBeLessThan(SIGMAS * bitsError + 1e-12);
        expect(observables[0]!.mean).toBeGreaterThanOrEqual(direction === 'open' ? threshold : 0);
      }
      const ended = points.at(direction === 'open' ? -1 : 0)!;
      expect(ended).toMatchObject({ threshold: until.score, reached: REPEATS, trusted: true });
      expect(ended.bitsError).toBeLessThan(0.15);
    }
  });

  it('agrees on a sampled stimulus, gate and refinement included', () => {
    const system = systemOf(ONE_COLUMN);
    const key = rootKey(1);
    const problem = createLatticeProblem({ system, samples: 256, evaluator: 'wasm', channel: null });
    const plan = {
      particles: 400,
      moves: 8,
      keep: 0.8,
      direction: 'open',
      until: { score: 0.9 },
      samples: 256,
    } as const;
    const repeats = runRepeats(problem, plan, REPEATS);
    // Each repeat meets a stimulus of its own: the truth is the mean of theirs.
    const laws = repeats.map(({ repeat }) => {
      problem.prepare(repeatKey(key, repeat));
      return enumerateScores(problem, system);
    });
    expect(repeats.some(({ levels }) => levels.some(({ inner }) => inner))).toBe(true);
    const thresholds = [0.02, 0.1, 0.18, 0.3, 0.5, 0.9];
    for (const { threshold, bits, bitsError } of poolRepeats(repeats, thresholds, 'open')) {
      const exact = laws.reduce((sum, law) => sum + law.atLeast(threshold), 0) / REPEATS;
      expect(Math.abs(bits + Math.log2(exact)), `${threshold}`).toBeLessThan(SIGMAS * bitsError);
    }
  });

  it.each([1, 3, 5])('needs exactly n bits for a chain of n units that read one neighbour: n = %d', (n) => {
    // Of the four tables `copy` and `not` pass, the two constants do not: one half for each unit, all else is 0.
    const system = systemOf({ map: `A${'.'.repeat(n - 1)}B` });
    const problem = createLatticeProblem({ system, samples: 256, evaluator: 'wasm', channel: null });
    const repeats = runRepeats(problem, CHAIN_PLAN, REPEATS);
    const [point] = poolRepeats(repeats, [0.5], 'open');
    expect(Math.abs(point!.bits - n)).toBeLessThan(SIGMAS * point!.bitsError);
  });

  it('says that it is stuck where a plateau without refinement is longer than its particles reach', () => {
    const system = systemOf({ map: `A${'.'.repeat(23)}B` });
    const problem = createLatticeProblem({ system, samples: 256, evaluator: 'wasm', channel: null });
    const repeats = runRepeats(problem, CHAIN_PLAN, 3);
    for (const state of repeats) expect(state).toMatchObject({ ended: 'stuck', bits: 0, threshold: 0 });
    expect(poolRepeats(repeats, [0.5], 'open')[0]!.bits).toBe(Number.POSITIVE_INFINITY);
  });
});
