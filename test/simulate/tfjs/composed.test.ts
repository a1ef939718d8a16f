import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Reading } from '../../../src/simulate/evaluator.js';
import type { OpenBackend } from '../../../src/simulate/tfjs/backend.js';
import { openCpu } from '../../../src/simulate/tfjs/backends/cpu.js';
import { openWasm } from '../../../src/simulate/tfjs/backends/wasm.js';
import { registerComposed } from '../../../src/simulate/tfjs/compose/register.js';
import { bytesOfCall, chooseTile } from '../../../src/simulate/tfjs/compose/tiles.js';
import { unpackBits } from '../../../src/simulate/tfjs/compose/unpack-bits.js';
import { latticeRollout } from '../../../src/simulate/tfjs/rollout-op.js';
import { planRollout } from '../../../src/simulate/tfjs/rollout-plan.js';
import { border, handSystem, held, port, zero } from '../hand-system.js';
import { allReadings, type RandomShape, randomSystem } from '../random-system.js';
import { countsByOperation, countsByReference, inputsOf, randomCall } from './rollout-counts.js';

const TILE_BYTES = 2 ** 26;

describe.each([
  ['cpu', openCpu],
  ['wasm', openWasm],
] as const)('LatticeRollout composed of operations of %s', (name, open) => {
  let backend: OpenBackend;

  beforeAll(async () => {
    const opened = await open();
    if (typeof opened === 'string') throw new Error(opened);
    backend = opened;
  });

  afterEach(() => registerComposed(name, TILE_BYTES));

  // One genotype and several; four words of samples, one, and numbers that no tile divides.
  it.each([
    { neighbourCount: 1, ticks: 3, noisy: true, start: 'random', genotypes: 3, samples: 128 },
    { neighbourCount: 2, ticks: 4, noisy: false, start: 'zero', genotypes: 2, samples: 32 },
    { neighbourCount: 3, ticks: 2, noisy: true, start: 'zero', genotypes: 1, samples: 160 },
    { neighbourCount: 4, ticks: 3, noisy: false, start: 'random', genotypes: 5, samples: 128 },
    { neighbourCount: 5, ticks: 2, noisy: true, start: 'random', genotypes: 2, samples: 96 },
  ] as const)('counts as the reference does: $neighbourCount neighbours, noise $noisy', async (sizes) => {
    const { genotypes, samples, ...shape } = sizes;
    const system = randomSystem({ seed: 300 + shape.neighbourCount, unitCount: 6, ...shape });
    const call = randomCall(system, allReadings(system), genotypes, samples, 310);
    expect(await countsByOperation(call)).toEqual(countsByReference(call));
  });

  it('counts the same in tiles of one genotype on one word, and of several, as at once', async () => {
    const shape: RandomShape = { seed: 321, unitCount: 5, neighbourCount: 2, ticks: 2, noisy: true, start: 'random' };
    const system = randomSystem(shape);
    const call = randomCall(system, allReadings(system).slice(0, 6), 5, 96, 322);
    const plan = planRollout(system, call.readings);
    const expected = countsByReference(call);
    const budgets = [1, 40_000, 80_000];
    expect(budgets.map((budget) => chooseTile(plan, 5, 3, budget))).toEqual([
      { genotypes: 1, words: 1 },
      { genotypes: 1, words: 2 },
      { genotypes: 2, words: 3 },
    ]);
    for (const budget of budgets) {
      registerComposed(name, budget);
      expect(await countsByOperation(call, plan)).toEqual(expected);
    }
  });

  it('counts where nothing evolves, where nothing is rolled out, and nothing at all', async () => {
    const system = handSystem({
      reads: [[1], [0], [held(1)]],
      held: [port(1), border(0), zero],
      readUnits: [1, 2],
      ticks: 2,
      start: 'random',
      fixed: { 0: 0b01, 1: 0b10, 2: 0b10 },
    });
    const cases: Reading[][] = [
      [{ kind: 'joint', source: [1], units: [1, 2], tick: 2 }],
      // A start state; a flip that the last unit alone is reached by, and one that reaches none; one bit; no reading.
      [{ kind: 'joint', source: [0], units: [1], tick: 0 }],
      [{ kind: 'change', flip: 1, units: [1, 2] }],
      [{ kind: 'change', flip: 2, units: [1, 2] }],
      [{ kind: 'joint', source: [], units: [2], tick: 2 }],
      [],
    ];
    for (const readings of cases) {
      const call = randomCall(system, readings, 2, 128, 331);
      expect(await countsByOperation(call)).toEqual(countsByReference(call));
    }
  });

  it('counts symbols of twelve bits and of eleven', async () => {
    const units = [0, 1, 2, 3, 4, 5, 6];
    const system = handSystem({
      reads: units.map((unit) => [held(0), (unit + 3) % 7]),
      held: [port(0)],
      readUnits: units,
      ticks: 1,
      elementCount: 6,
      start: 'random',
    });
    const readings: Reading[] = [
      { kind: 'joint', source: [0, 1, 2, 3, 4], units, tick: 1 },
      { kind: 'joint', source: [5, 4, 3, 2], units, tick: 1 },
    ];
    const call = randomCall(system, readings, 2, 128, 341);
    expect(await countsByOperation(call)).toEqual(countsByReference(call));
  });

  it('keeps no tensor but the counts, and none where it fails', async () => {
    const shape: RandomShape = { seed: 351, unitCount: 4, neighbourCount: 2, ticks: 2, noisy: true, start: 'random' };
    const system = randomSystem(shape);
    const call = randomCall(system, allReadings(system).slice(0, 5), 3, 64, 352);
    const plan = planRollout(system, call.readings);
    const inputs = inputsOf(plan, call);
    const { numTensors } = tf.memory();
    const counts = latticeRollout(plan, inputs);
    expect(tf.memory().numTensors).toBe(numTensors + 1);
    counts.dispose();
    const short = { ...inputs, stimulus: tf.slice(inputs.stimulus, [0, 0], [plan.planes, 1]) };
    const broken = { ...plan, offsets: plan.offsets, inputs: plan.inputs.slice(1) };
    expect(() => latticeRollout(broken, short)).toThrow();
    expect(tf.memory().numTensors).toBe(numTensors + 1);
    for (const tensor of [short.stimulus, ...Object.values(inputs)]) tensor.dispose();
  });

  it('takes no more memory than it says', async () => {
    const shape: RandomShape = { seed: 361, unitCount: 8, neighbourCount: 3, ticks: 3, noisy: true, start: 'random' };
    const system = randomSystem(shape);
    for (const [readings, budget] of [
      [allReadings(system).slice(0, 1), 2 ** 18],
      [allReadings(system), 1],
    ] as const) {
      const genotypes = budget === 1 ? 2 : 40;
      const call = randomCall(system, readings, genotypes, 64, 362);
      const plan = planRollout(system, readings);
      const inputs = inputsOf(plan, call);
      registerComposed(name, budget);
      const { peakBytes } = await tf.profile(() => tf.tidy(() => void latticeRollout(plan, inputs)));
      for (const tensor of Object.values(inputs)) tensor.dispose();
      const promised = bytesOfCall(plan, genotypes, 2, budget);
      expect(peakBytes).toBeLessThanOrEqual(promised);
      // An estimate that is far too high would make batches needlessly small.
      expect(peakBytes).toBeGreaterThan(promised / 3);
    }
  });

  it('promises a fixed part of memory and as much more for each genotype', () => {
    const shape: RandomShape = { seed: 371, unitCount: 8, neighbourCount: 3, ticks: 3, noisy: true, start: 'random' };
    const system = randomSystem(shape);
    const plan = planRollout(system, allReadings(system));
    const [none, one, hundred] = [0, 1, 100].map((genotypes) => backend.bytesOf(plan, genotypes, 128));
    expect(hundred! - none!).toBe(100 * (one! - none!));
    expect(hundred).toBeLessThan(backend.batchBytes);
  });
});

describe('a tile', () => {
  it('has no more table bits than float32 can number, however much memory there is', () => {
    const shape: RandomShape = { seed: 381, unitCount: 8, neighbourCount: 5, ticks: 1, noisy: false, start: 'random' };
    const system = randomSystem(shape);
    const { genotypes } = chooseTile(planRollout(system, allReadings(system)), 2 ** 24, 1, Number.MAX_VALUE);
    const bits = genotypes * system.genome.locusCount * system.genome.bitsPerLocus;
    expect(bits).toBeLessThan(2 ** 24);
    expect(bits).toBeGreaterThan(2 ** 23);
  });
});

describe('unpackBits', () => {
  it('gives every bit of words of all widths, the sign too', async () => {
    await openCpu();
    const words = Int32Array.of(0, 1, -1, -(2 ** 31), 2 ** 31 - 1, 0x55555555, -0x12345679, 2 ** 24 + 1);
    const bits = await unpackBits(tf.tensor1d(words, 'int32'), 32).data();
    const expected = Array.from(words, (word) => Array.from({ length: 32 }, (_, bit) => (word >>> bit) & 1)).flat();
    expect(Array.from(bits)).toEqual(expected);
    for (const width of [1, 2, 4, 8, 16]) {
      const word = 0x9a5c & (2 ** width - 1);
      const found = await unpackBits(tf.tensor1d([word], 'int32'), width).data();
      expect(Array.from(found)).toEqual(Array.from({ length: width }, (_, bit) => (word >>> bit) & 1));
    }
  });
});
