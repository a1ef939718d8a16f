import { describe, expect, it } from 'vitest';
import { rootKey } from '../../../src/base/streams.js';
import { type JointInformation, jointInformation } from '../../../src/information/joint-information.js';
import { lawInformation } from '../../../src/information/law-information.js';
import { gTestPValue } from '../../../src/information/significance.js';
import { createLatticeProblem } from '../../../src/run/pressure/lattice-problem.js';
import { cellCount, type JointReading, type Reading } from '../../../src/simulate/evaluator.js';
import { evaluators } from '../../../src/simulate/evaluators.js';
import { exactEvaluator } from '../../../src/simulate/exact/exact.js';
import { fillStimulus } from '../../../src/simulate/fill-stimulus.js';
import { stimulusOver, stimulusWords } from '../../../src/simulate/stimulus.js';
import { runRepeat } from '../../pressure/splitting/run-repeats.js';
import { systemOf } from '../../system/scenario-of.js';

const fair = (length: number | null = null) => ({ kind: 'fair', length }) as const;

/** Two rewarded channels of unequal weight, one watched, a write port of two sites, and noise. */
const system = systemOf({
  map: 'A..B\nA..D\nC...',
  lattice: { neighbours: 'west3', noise: 0.02 },
  environment: { x: fair(2), y: { kind: 'copy', of: 'x.1', flip: 0.1 }, z: fair() },
  ports: {
    A: { kind: 'write', variable: 'x' },
    B: { kind: 'read', target: 'y' },
    C: { kind: 'write', variable: 'z' },
    D: { kind: 'read', target: 'z' },
  },
  channels: {
    leak: { from: 'C', to: 'B', reward: null },
    through: { from: 'A', to: 'B', reward: 0.75 },
    up: { from: 'C', to: 'D', reward: 2 },
  },
});
const SAMPLES = 256;
const COUNT = 100;
const key = rootKey('lattice problem');

function drawn(problem: ReturnType<typeof createLatticeProblem>): Uint32Array {
  const genotypes = new Uint32Array(COUNT * problem.words);
  problem.prepare(key);
  problem.draw(genotypes, COUNT, key);
  return genotypes;
}

/** Measures of one genotype on the stimulus of generation 0 (selecting) or 1 (observing), by the plain evaluator. */
function plainly(generation: number) {
  const words = new Uint32Array(stimulusWords(system, SAMPLES));
  const stimulus = stimulusOver(words, system, SAMPLES);
  fillStimulus(stimulus, system, key, generation);
  const counted = (reading: Reading) => {
    const evaluator = evaluators.plain(system, [reading]);
    const counts = new Uint32Array(cellCount(reading));
    return (genotypes: Uint32Array, i: number): Uint32Array => {
      evaluator.evaluate(genotypes, i, 1, stimulus, counts);
      return counts;
    };
  };
  return {
    information(source: readonly number[], units: readonly number[]) {
      const count = counted({ kind: 'joint', source, units, tick: system.lattice.ticks });
      return (genotypes: Uint32Array, i: number) =>
        jointInformation(count(genotypes, i), 0, 1 << source.length, 1 << units.length, SAMPLES);
    },
    influence(held: readonly number[], units: readonly number[]) {
      const counts = held.map((flip) => counted({ kind: 'change', flip, units }));
      // Counts over powers of two: the sum is exact in any order.
      return (genotypes: Uint32Array, i: number): number =>
        counts.reduce((sum, count) => sum + count(genotypes, i)[0]! / SAMPLES, 0) / held.length;
    },
  };
}

/** What a channel with this information is paid for. */
const paid = ({ plugIn, g, degreesOfFreedom }: JointInformation): number =>
  degreesOfFreedom > 0 && gTestPValue(g, degreesOfFreedom) < 0.001 ? plugIn : 0;

const [A, C] = ['A', 'C'].map((name) => system.ports.write.find((port) => port.name === name)!);
const [B, D] = ['B', 'D'].map((name) => system.ports.read.find((port) => port.name === name)!);

describe('the score of a genome', () => {
  it('is its fitness on the selecting stimulus, refined by what is not tested', () => {
    const problem = createLatticeProblem({ system, samples: SAMPLES, evaluator: 'wasm', channel: null });
    const genotypes = drawn(problem);
    const [score, refined] = [new Float64Array(COUNT), new Float64Array(COUNT)];
    problem.score(genotypes, COUNT, score, refined);
    const { information } = plainly(0);
    const [ofB, ofD] = [information(B!.target!, B!.units), information(D!.target!, D!.units)];
    for (let i = 0; i < COUNT; i++) {
      const [through, up] = [ofB(genotypes, i), ofD(genotypes, i)];
      expect(score[i]).toBe(0.75 * paid(through) + 2 * paid(up));
      expect(refined[i]).toBe(0.75 * through.plugIn + 2 * up.plugIn);
    }
    expect(score.filter((value) => value > 0).length).toBeGreaterThan(10);
    expect(score.filter((value) => value === 0).length).toBeGreaterThan(10);
  });

  it('is one channel alone, in bits whatever its reward, where that is asked for', () => {
    const problem = createLatticeProblem({ system, samples: SAMPLES, evaluator: 'plain', channel: 'up' });
    const genotypes = drawn(problem);
    const [score, refined] = [new Float64Array(COUNT), new Float64Array(COUNT)];
    problem.score(genotypes, COUNT, score, refined);
    const up = plainly(0).information(D!.target!, D!.units);
    for (let i = 0; i < COUNT; i++) {
      expect(score[i]).toBe(paid(up(genotypes, i)));
      expect(refined[i]).toBe(up(genotypes, i).plugIn);
    }
    expect(Math.max(...score)).toBeGreaterThan(0);
  });

  it('is exact under the exact evaluator, with nothing left to refine', () => {
    const problem = createLatticeProblem({ system, samples: 0, evaluator: 'exact', channel: null });
    const genotypes = drawn(problem);
    const [score, refined] = [new Float64Array(COUNT), new Float64Array(COUNT).fill(1)];
    problem.score(genotypes, COUNT, score, refined);
    const readings: JointReading[] = [B!, D!].map(({ target, units }) => ({
      ...({ kind: 'joint', source: target!, units, tick: system.lattice.ticks } as const),
    }));
    const exact = exactEvaluator(system, readings);
    const laws = new Float64Array(8);
    for (let i = 0; i < COUNT; i++) {
      exact.evaluate(genotypes, i, 1, laws);
      expect(score[i]).toBe(0.75 * lawInformation(laws, 0, 2, 2) + 2 * lawInformation(laws, 4, 2, 2));
    }
    expect(refined.every((value) => value === 0)).toBe(true);
  });

  it('refuses a channel that is not rewarded, and names those that are', () => {
    const ask =
      (channel: string | null, of = system) =>
      () =>
        createLatticeProblem({ system: of, samples: SAMPLES, evaluator: 'plain', channel });
    expect(ask('leak')).toThrow('channel "leak"; expected a rewarded one: through, up');
    const unpaid = systemOf({ map: 'A.B', channels: { through: { from: 'A', to: 'B', reward: null } } });
    expect(ask(null, unpaid)).toThrow('no channel is rewarded');
  });
});

describe('what is observed of a genome', () => {
  it('is score, strengths and influences on a stimulus that did not select it', () => {
    const problem = createLatticeProblem({ system, samples: SAMPLES, evaluator: 'wasm', channel: 'up' });
    const genotypes = drawn(problem);
    expect(problem.observableCount).toBe(7);
    const seen = new Float64Array(COUNT * 7);
    problem.observe(genotypes, COUNT, seen);
    const { information, influence } = plainly(1);
    const up = information(D!.target!, D!.units);
    const pairs = [
      [C!, B!],
      [A!, B!],
      [C!, D!],
    ] as const;
    const strengths = pairs.map(([source, sink]) => information(source.elements, sink.units));
    const influences = pairs.map(([source, sink]) => influence(source.held, sink.units));
    for (let i = 0; i < COUNT; i++) {
      expect(Array.from(seen.subarray(i * 7, (i + 1) * 7))).toEqual([
        paid(up(genotypes, i)),
        ...strengths.map((strength) => strength(genotypes, i).corrected),
        ...influences.map((ofPair) => ofPair(genotypes, i)),
      ]);
    }
  });

  it('is the exact strength and influence under the exact evaluator', () => {
    const small = systemOf({ map: 'AB', genome: { fixed: { B: { kind: 'not', input: 0 } } } });
    const problem = createLatticeProblem({ system: small, samples: 0, evaluator: 'exact', channel: null });
    const seen = new Float64Array(3);
    problem.prepare(key);
    problem.observe(new Uint32Array(0), 1, seen);
    expect(Array.from(seen)).toEqual([1, 1, 1]);
  });
});

describe('a repeat on a lattice', () => {
  const plan = { particles: 40, moves: 3, keep: 0.5, direction: 'open', until: { bits: 3 }, samples: SAMPLES } as const;
  const repeatBy = (evaluator: string, repeat = 0) =>
    runRepeat(createLatticeProblem({ system, samples: SAMPLES, evaluator, channel: null }), plan, key, repeat);

  it('is the same with every evaluator that counts', () => {
    const state = repeatBy('plain');
    expect(state.levels.length).toBeGreaterThan(2);
    expect(repeatBy('reference')).toEqual(state);
    expect(repeatBy('wasm')).toEqual(state);
  });

  it('does not depend on what the problem was used for before', () => {
    const problem = createLatticeProblem({ system, samples: SAMPLES, evaluator: 'wasm', channel: null });
    runRepeat(problem, plan, key, 1);
    expect(runRepeat(problem, plan, key, 0)).toEqual(repeatBy('wasm'));
    expect(repeatBy('wasm', 1).levels[0]!.scores).not.toEqual(repeatBy('wasm').levels[0]!.scores);
  });
});
