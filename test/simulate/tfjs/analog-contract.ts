import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { type AnalogReading, analogCellCount } from '../../../src/simulate/analog/analog-evaluator.js';
import { analogSystem, emptyStimulus, lociOf } from '../analog/analog-system.js';
import { type HandLattice, held, port } from '../hand-system.js';
import {
  type AnalogCall,
  type AnalogOperation,
  cellsByOperation,
  expectWithinFloat,
  randomAnalogCall,
} from './analog-calls.js';

/** What every kernel of AnalogRollout is held to. */
export interface AnalogKernel {
  readonly name: string;
  /** Makes its backend the active one. */
  readonly open: () => Promise<void>;
  readonly operation: AnalogOperation;
  /** How far its tanh may be from tanh. */
  readonly tanhError: number;
  /** Whether compiling takes so long that a part of the cases has to do. */
  readonly isSlow?: boolean;
}

/** Lattices without symmetry. The first two are enough for a kernel that is slow to compile. */
const CASES = [
  { neighbourCount: 2, ticks: 4, start: 'random', activation: 'tanh', noise: 0.5, samples: 160 },
  { neighbourCount: 1, ticks: 3, start: 'zero', activation: 'relu', noise: 0.3, samples: 128 },
  // Two blocks of samples, of which the second is short.
  { neighbourCount: 3, ticks: 2, start: 'random', activation: 'linear', noise: 0.25, samples: 1024 + 128 },
  { neighbourCount: 4, ticks: 2, start: 'random', activation: 'relu', noise: 0, samples: 128 },
  { neighbourCount: 5, ticks: 3, start: 'random', activation: 'tanh', noise: 0.1, samples: 128 },
] as const;

/** Units that read element 0, each by itself, of the given weights and biases, on samples of the given values. */
function alone(
  activation: 'tanh' | 'relu' | 'linear',
  parameters: readonly (readonly [number, number])[],
  values: readonly number[],
): AnalogCall {
  const units = parameters.map((_, unit) => unit);
  const lattice: HandLattice = { reads: units.map(() => [held(0)]), held: [port(0)], readUnits: units, ticks: 1 };
  const system = analogSystem(lattice, { activation });
  const stimulus = emptyStimulus(system, 128);
  stimulus.elements.set(values);
  const readings: AnalogReading[] = [
    { kind: 'values', units, tick: 1 },
    ...units.map((unit): AnalogReading => ({ kind: 'moments', source: [], units: [unit], tick: 1 })),
    ...units.map((unit): AnalogReading => ({ kind: 'change', flip: 0, units: [unit] })),
  ];
  return { system, readings, loci: lociOf(...parameters.flat()), genotypes: 1, stimulus };
}

export function describeAnalog({ name, open, operation, tanhError, isSlow = false }: AnalogKernel): void {
  describe(`AnalogRollout by ${name}`, () => {
    beforeAll(open);
    /** Without the widest reading, which is a program by itself. */
    const usual = (call: AnalogCall): AnalogCall => (isSlow ? { ...call, readings: call.readings.slice(1) } : call);
    const measure = (call: AnalogCall): Promise<number[]> => cellsByOperation(call, operation);

    it.each(isSlow ? CASES.slice(0, 2) : CASES)(
      'measures within the rounding of float32: $neighbourCount neighbours, $activation',
      async (sizes) => {
        const { activation, noise, samples, ...shape } = sizes;
        const [unitCount, genotypes] = samples > 1000 ? [3, 1] : [6, 2];
        const lattice = { seed: 10 * shape.neighbourCount, unitCount, ...shape };
        const call = usual(randomAnalogCall(lattice, { activation, noise }, genotypes, samples));
        const { numTensors } = tf.memory();
        const found = await measure(call);
        expect(tf.memory().numTensors).toBe(numTensors);
        const { share } = expectWithinFloat(call, found, tanhError);
        // A bound that is far above all errors would show nothing.
        expect(share).toBeGreaterThan(0.01);
      },
    );

    it('gives the same bits whatever else is measured, and of whatever other genotypes', async () => {
      const shape = { seed: 77, unitCount: 6, neighbourCount: 3, ticks: 3, start: 'random' } as const;
      const call = usual(randomAnalogCall(shape, { activation: 'tanh', noise: 0.5 }, 3, 160));
      const { readings } = call;
      const whole = await measure(call);
      const cells = whole.length / 3;
      const { locusCount, wordsPerLocus } = call.system.genome;
      let at = cells;
      for (const [r, reading] of readings.entries()) {
        const size = analogCellCount(reading, 160);
        if (!isSlow || r === readings.length - 1) {
          const loci = call.loci.slice(locusCount * wordsPerLocus, 2 * locusCount * wordsPerLocus);
          const own = await measure({ ...call, readings: [reading], loci, genotypes: 1 });
          expect(own).toEqual(whole.slice(at, at + size));
        }
        at += size;
      }
    });

    it('tells what is infinite, what is not a number and what is large', async () => {
      const large = [3e38, -3e38, 1e30, 20, -20, 0, 1e-30];
      const values = (cells: readonly number[]): readonly number[] => cells.slice(0, large.length);
      // Tanh of the large is ±1, and of what has become infinite too.
      const bounded = await measure(alone('tanh', [[2, 0]], large));
      expect(values(bounded).slice(0, 6)).toEqual([1, -1, 1, 1, -1, 0]);
      expect(Math.abs(bounded[6]!)).toBeLessThan(tanhError);
      // 2 · 3e38 is beyond float32: ±∞, and the unit's moments are none, but those of the unit beside it.
      const found = await measure(
        alone(
          'linear',
          [
            [2, 0],
            [0.5, 1],
          ],
          large,
        ),
      );
      expect(values(found)).toEqual([Infinity, -Infinity, Math.fround(2e30), 40, -40, 0, Math.fround(2e-30)]);
      expect(found.slice(256, 258)).toEqual([Number.NaN, Number.NaN]);
      // A sign that is known of what is infinite: all but the zeros change it.
      expect(found.at(-2)).toBe(6);
      // ∞ · 0 is not a number; nor is relu of it, and relu of −∞ is 0.
      const relu = alone(
        'relu',
        [
          [1, 0],
          [0, 0],
          [-1, 0],
        ],
        [Infinity, -Infinity, Number.NaN, 1],
      );
      const cells = await measure(relu);
      expect(cells.slice(0, 4)).toEqual([Infinity, 0, Number.NaN, 1]);
      expect(cells.slice(128, 132)).toEqual([Number.NaN, Number.NaN, Number.NaN, 0]);
      expect(cells.slice(256, 260)).toEqual([0, Infinity, Number.NaN, 0]);
      expect(cells.slice(-3)).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    });

    it('has no moments of a reading of which one state is infinite, and those of the others', async () => {
      const moments = (unit: number): AnalogReading => ({ kind: 'moments', source: [0], units: [unit], tick: 1 });
      // 1e19 · 1e20 is beyond float32, the square of 1e19 is not: the element's own mean and variance are finite.
      const parameters: [number, number][] = [
        [1e20, 0],
        [1e-19, 0],
      ];
      const call = { ...alone('linear', parameters, [1e19]), readings: [moments(0), moments(1)] };
      const cells = await measure(call);
      expect(cells.slice(0, 5)).toEqual(Array.from({ length: 5 }, () => Number.NaN));
      // Of 1 in one sample of 128: mean 1/128, variance 127/128².
      expect(cells[6]! * 128).toBeCloseTo(1, 6);
      expect(cells[9]! * 128 ** 2).toBeCloseTo(127, 4);
    });

    it('loses nothing to a mean that is large beside the scatter', async () => {
      // Means of 2^16 and scatters of 1/2: their squares differ by less than float32 could tell.
      const call = alone(
        'linear',
        [[0.5, 2 ** 16]],
        Array.from({ length: 128 }, (_, s) => (s & 1 ? 1 : -1)),
      );
      const found = await measure({ ...call, readings: call.readings.slice(1, 2) });
      expect(found).toEqual([2 ** 16, 0.25]);
    });

    it('measures nothing where nothing is asked, and inputs alone where no unit is', async () => {
      const call = alone('linear', [[1, 0]], [1, 2, 3]);
      expect(await measure({ ...call, readings: [] })).toEqual([]);
      const outside: AnalogReading = { kind: 'moments', source: [0, 1], units: [], tick: 1 };
      expect(
        expectWithinFloat({ ...call, readings: [outside] }, await measure({ ...call, readings: [outside] }), 0).largest,
      ).toBeLessThan(1e-5);
    });
  });
}
