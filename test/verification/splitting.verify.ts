import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mean, standardDeviation } from '../../src/base/statistics.js';
import { rootKey } from '../../src/base/streams.js';
import { poolRepeats } from '../../src/pressure/splitting/pool.js';
import { type RepeatState, repeatKey } from '../../src/pressure/splitting/repeat.js';
import { createLatticeProblem } from '../../src/run/pressure/lattice-problem.js';
import { loadScenario } from '../../src/scenario/load.js';
import { buildSystem } from '../../src/system/build-system.js';
import { binomialTail } from '../pressure/splitting/binomial-tail.js';
import { bitStrings } from '../pressure/splitting/bit-strings.js';
import { runRepeats } from '../pressure/splitting/run-repeats.js';
import { enumerateScores } from '../run/pressure/enumerate.js';
import { systemOf } from '../system/scenario-of.js';

const key = rootKey(1);
const PLAN = { particles: 1000, moves: 20, keep: 0.5, direction: 'open', samples: null } as const;
const statedOf = (repeats: RepeatState[]): number => mean(repeats.map(({ levels }) => levels.at(-1)!.bitsError));

describe('binomial tails', () => {
  it.each([
    [64, 56, 31.7435],
    [100, 80, 30.7391],
  ])('P(Binomial(%d, 1/2) >= %d) is 2^-%d, and 50 repeats scatter as they say', (n, k, known) => {
    const repeats = runRepeats(bitStrings(n, 2), { ...PLAN, until: { score: k } }, 50);
    const [point] = poolRepeats(repeats, [k], 'open');
    const scatter = standardDeviation(repeats.map(({ bits }) => bits));
    const stated = statedOf(repeats);
    console.log(
      `Binomial(${n}, 1/2) >= ${k}: ${point!.bits.toFixed(4)} +- ${point!.bitsError.toFixed(4)} bits pooled, ` +
        `${known} exact; one repeat scatters by ${scatter.toFixed(3)}, says ${stated.toFixed(3)}`,
    );
    expect(Math.abs(point!.bits - binomialTail(n, k).bits)).toBeLessThan(3 * point!.bitsError);
    expect(scatter / stated).toBeGreaterThan(1 / 1.5);
    expect(scatter / stated).toBeLessThan(1.5);
  });
});

describe('one column of one free unit, 256 tables', () => {
  it.each([0.5, 0.3])('agrees with the count at every threshold, opening and closing, prior %d', (bit) => {
    const system = systemOf({ map: '##\nAB\n##', lattice: { neighbours: 'west3' }, genome: { prior: { bit } } });
    const problem = createLatticeProblem({ system, samples: 0, evaluator: 'exact', channel: null });
    const law = enumerateScores(problem, system);
    for (const direction of ['open', 'close'] as const) {
      const until = { score: direction === 'open' ? 1 : 0 };
      const points = poolRepeats(
        runRepeats(problem, { ...PLAN, moves: 10, direction, until }, 100),
        law.values,
        direction,
      );
      for (const { threshold, bits, bitsError } of points) {
        const exact = -Math.log2(direction === 'open' ? law.atLeast(threshold) : law.atMost(threshold));
        console.log(
          `prior ${bit}, ${direction} ${threshold.toFixed(4)}: ${bits.toFixed(4)} +- ${bitsError.toFixed(4)} bits, ` +
            `${exact.toFixed(4)} counted`,
        );
        expect(Math.abs(bits - exact)).toBeLessThan(3 * bitsError + 1e-12);
      }
    }
  });
});

describe('two columns', () => {
  it('agree with 10^7 plain draws on the same stimuli, opening', () => {
    // Four free units of three inputs each: 2^32 genotypes.
    const system = systemOf({ map: '#.#\nA.B\n#.#', lattice: { neighbours: 'west3' } });
    const samples = 1024;
    const repeatCount = 20;
    const problem = createLatticeProblem({ system, samples, evaluator: 'wasm', channel: null });
    const repeats = runRepeats(problem, { ...PLAN, samples, until: { score: 0.8 } }, repeatCount);
    const thresholds = [0.02, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8];
    const inside = thresholds.map(() => new Float64Array(repeatCount));
    const batch = 50_000;
    const batches = 10;
    const genotypes = new Uint32Array(batch * problem.words);
    const [score, refined] = [new Float64Array(batch), new Float64Array(batch)];
    for (let repeat = 0; repeat < repeatCount; repeat++) {
      problem.prepare(repeatKey(key, repeat));
      for (let b = 0; b < batches; b++) {
        problem.draw(genotypes, batch, rootKey(`plain ${repeat} ${b}`));
        problem.score(genotypes, batch, score, refined);
        thresholds.forEach((t, index) => {
          for (const value of score) if (value >= t) inside[index]![repeat]! += 1 / (batch * batches);
        });
      }
    }
    const points = poolRepeats(repeats, thresholds, 'open');
    points.forEach(({ threshold, bits, bitsError }, index) => {
      const p = mean(inside[index]!);
      const plain = -Math.log2(p);
      // Binomial: of 10^7 draws with this share.
      const plainError = Math.sqrt((1 - p) / (p * 1e7)) / Math.LN2;
      console.log(
        `two columns >= ${threshold}: ${bits.toFixed(3)} +- ${bitsError.toFixed(3)} bits, ` +
          `${plain.toFixed(3)} +- ${plainError.toFixed(3)} of 10^7 draws`,
      );
      expect(Math.abs(bits - plain)).toBeLessThan(3 * Math.hypot(bitsError, plainError));
    });
  });
});

describe('the line of twelve', () => {
  it('costs a few seconds a repeat to 0.5 bits, and repeats agree', () => {
    const text = readFileSync('scenarios/10-line.yaml', 'utf8');
    const { scenario } = loadScenario({ text, file: '10-line.yaml' });
    const system = buildSystem(scenario, key);
    const { samples } = scenario.measure;
    const problem = createLatticeProblem({ system, samples, evaluator: 'wasm', channel: null });
    const start = performance.now();
    const repeats = runRepeats(problem, { ...PLAN, samples, until: { score: 0.5 } }, 8);
    const seconds = (performance.now() - start) / 1000;
    const [point] = poolRepeats(repeats, [0.5], 'open');
    const scatter = standardDeviation(repeats.map(({ bits }) => bits));
    const stated = statedOf(repeats);
    const { acceptance, ancestors } = repeats[0]!.levels.at(-1)!;
    console.log(
      `line of 12 to 0.5 bits: ${point!.bits.toFixed(2)} +- ${point!.bitsError.toFixed(2)} bits, a repeat scatters by ` +
        `${scatter.toFixed(2)}, says ${stated.toFixed(2)}; ${(seconds / 8).toFixed(1)} s a repeat; acceptance ` +
        `${acceptance.toFixed(2)}, ${ancestors} ancestors`,
    );
    expect(repeats.every(({ ended, threshold }) => ended === 'score' && threshold === 0.5)).toBe(true);
    // Mixing is not ideal; of eight repeats the standard deviation itself is known to a quarter.
    expect(scatter / stated).toBeLessThan(2.5);
    expect(point!.trusted).toBe(true);
  });
});
