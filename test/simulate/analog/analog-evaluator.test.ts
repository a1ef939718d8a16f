import { describe, expect, it } from 'vitest';
import {
  type AnalogReading,
  analogCellCount,
  analogCellOffsets,
} from '../../../src/simulate/analog/analog-evaluator.js';
import type { AnalogStimulus } from '../../../src/simulate/analog/analog-stimulus.js';
import { analogReference } from '../../../src/simulate/analog/reference.js';
import type { System } from '../../../src/system/system.js';
import { border, held, port, zero } from '../hand-system.js';
import { randomLattice } from '../random-system.js';
import { analogSystem, emptyStimulus, lociOf, randomNumbers, randomParameters } from './analog-system.js';
import { plainAnalog } from './plain-analog.js';

/** Cells of each reading, of one genotype. */
function measure(
  system: System,
  readings: readonly AnalogReading[],
  loci: Uint32Array,
  stimulus: AnalogStimulus,
): number[][] {
  const offsets = analogCellOffsets(readings, stimulus.samples);
  const out = new Float64Array(offsets.at(-1)!).fill(Number.NaN);
  analogReference(system, readings).evaluate(loci, 0, 1, stimulus, out);
  return readings.map((_, r) => [...out.slice(offsets[r], offsets[r + 1])]);
}

const values = (unit: number, tick: number): AnalogReading => ({ kind: 'values', units: [unit], tick });

describe('an analog unit', () => {
  it('is its weights times what it reads, plus its bias, plus noise, in the order of the neighbours', () => {
    const system = analogSystem(
      { reads: [[held(0), held(1), held(2)]], held: [port(1), border(0), zero], readUnits: [0], ticks: 1 },
      { noise: 0.25 },
    );
    const stimulus = emptyStimulus(system, 128);
    stimulus.elements[128 + 3] = 2;
    stimulus.borders[3] = -1;
    stimulus.noise[3] = 4;
    const [states] = measure(system, [values(0, 1)], lociOf(0.5, 3, 100, 0.125), stimulus);
    // 0.5 · 2 + 3 · −1 + 100 · 0 + 0.125 + 0.25 · 4
    expect(states![3]).toBe(-0.875);
    expect(states![4]).toBe(0.125);
  });

  it('takes its sum through the activation before noise is added', () => {
    const lattice = { reads: [[held(0)]], held: [port(0)], readUnits: [0], ticks: 1 };
    const outputOf = (activation: 'tanh' | 'relu' | 'linear', x: number): number => {
      const system = analogSystem(lattice, { activation, noise: 1 });
      const stimulus = emptyStimulus(system, 128);
      stimulus.elements[0] = x;
      stimulus.noise[0] = 10;
      return measure(system, [values(0, 1)], lociOf(1, 0), stimulus)[0]![0]!;
    };
    expect(outputOf('linear', -2)).toBe(8);
    expect(outputOf('relu', -2)).toBe(10);
    expect(outputOf('relu', 2)).toBe(12);
    expect(outputOf('tanh', 2)).toBe(Math.tanh(2) + 10);
  });

  it('tells AND of two bits from others once its bias holds it down', () => {
    const system = analogSystem(
      { reads: [[held(0), held(1)]], held: [port(0), port(1)], readUnits: [0], ticks: 1 },
      { activation: 'tanh' },
    );
    const stimulus = emptyStimulus(system, 128);
    for (let sample = 0; sample < 128; sample++) {
      stimulus.elements[sample] = sample & 1 ? 1 : -1;
      stimulus.elements[128 + sample] = sample & 2 ? 1 : -1;
    }
    const [states] = measure(system, [values(0, 1)], lociOf(5, 5, -5), stimulus);
    states!.forEach((state, sample) => {
      expect(state).toBe(Math.tanh((sample & 3) === 3 ? 5 : (sample & 3) === 0 ? -15 : -5));
    });
  });

  it('passes a bit on as ±1 where it is linear, of weight one and without bias', () => {
    const chain = { reads: [[held(0)], [0], [1]], held: [port(0)], readUnits: [2], ticks: 3 };
    const system = analogSystem(chain);
    const stimulus = emptyStimulus(system, 128);
    for (let sample = 0; sample < 128; sample++) stimulus.elements[sample] = sample % 4 === 0 ? 1 : -1;
    const readings: AnalogReading[] = [
      { kind: 'moments', source: [0], units: [2], tick: 3 },
      { kind: 'change', flip: 0, units: [2] },
    ];
    const [moments, change] = measure(system, readings, lociOf(1, 0, 1, 0, -1, 0), stimulus);
    // Of ±1 with P(1) = 1/4: mean −1/2, variance 3/4; the last unit negates. All sums are exact in doubles.
    expect(moments).toEqual([-0.5, 0.5, 0.75, -0.75, 0.75]);
    expect(change).toEqual([128]);
  });
});

describe('moments', () => {
  it('are means and the upper triangle of centred second moments, source before units', () => {
    const system = analogSystem({
      reads: [[held(0)], [held(1)]],
      held: [port(0), port(1)],
      readUnits: [0, 1],
      ticks: 1,
    });
    const stimulus = emptyStimulus(system, 512);
    for (let s = 0; s < 512; s++) {
      stimulus.elements[s] = s & 1 ? 3 : 1;
      stimulus.elements[512 + s] = s & 2 ? 10 : -2;
    }
    const reading: AnalogReading = { kind: 'moments', source: [1], units: [0, 1], tick: 1 };
    const [cells] = measure(system, [reading], lociOf(2, 1, 1, 0), stimulus);
    // x = element 1: mean 4, variance 36. y₀ = 2 e₀ + 1: mean 5, variance 4. y₁ = x.
    expect(cells).toEqual([4, 5, 4, 36, 0, 36, 4, 0, 36]);
  });

  it('lose nothing to a mean that is large beside the scatter', () => {
    const system = analogSystem({ reads: [[held(0)]], held: [port(0)], readUnits: [0], ticks: 1 });
    const stimulus = emptyStimulus(system, 1024);
    for (let s = 0; s < 1024; s++) stimulus.elements[s] = s & 1 ? 1 : -1;
    const reading: AnalogReading = { kind: 'moments', source: [0], units: [0], tick: 1 };
    const [cells] = measure(system, [reading], lociOf(0.5, 2 ** 30), stimulus);
    expect(cells).toEqual([0, 2 ** 30, 1, 0.5, 0.25]);
  });

  it('are NaN all of them where a state is infinite, and a sign change is NaN only where a state is NaN', () => {
    // Linear units that multiply by 1e38 each: beyond a double from the ninth on.
    const ticks = 10;
    const chain = analogSystem({
      reads: Array.from({ length: ticks }, (_, unit) => [unit === 0 ? held(0) : unit - 1]),
      held: [port(0)],
      readUnits: [ticks - 1],
      ticks,
    });
    const stimulus = emptyStimulus(chain, 128);
    stimulus.elements.fill(1);
    const readings: AnalogReading[] = [
      { kind: 'moments', source: [0], units: [ticks - 1], tick: ticks },
      { kind: 'change', flip: 0, units: [ticks - 1] },
      values(ticks - 1, ticks),
    ];
    const growing = lociOf(...Array.from({ length: ticks }, () => [1e38, 0]).flat());
    const [moments, change, states] = measure(chain, readings, growing, stimulus);
    expect(moments).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
    expect(change).toEqual([128]);
    expect(new Set(states)).toEqual(new Set([Number.POSITIVE_INFINITY]));
    // Infinity times a weight of 0 is not a number.
    growing.set(lociOf(0, 0), 2 * (ticks - 1));
    expect(measure(chain, readings, growing, stimulus).slice(0, 2)).toEqual([moments, [Number.NaN]]);
  });
});

describe('a change of sign', () => {
  it('is counted once for a sample, whichever of the units shows it, and 0 counts as positive', () => {
    const system = analogSystem({
      reads: [[held(0)], [held(1)]],
      held: [port(0), port(1)],
      readUnits: [0, 1],
      ticks: 1,
    });
    const stimulus = emptyStimulus(system, 128);
    stimulus.elements.set([2, -2, 0, 0.5]);
    const readings: AnalogReading[] = [
      { kind: 'change', flip: 0, units: [0, 1] },
      { kind: 'change', flip: 1, units: [0] },
    ];
    // The bias keeps the sign of what is small: of 0.5 and −0.5 alike.
    expect(measure(system, readings, lociOf(1, 1, 1, 0), stimulus)).toEqual([[2], [0]]);
  });
});

describe('the reference evaluator of analog units', () => {
  const activations = ['tanh', 'relu', 'linear'] as const;
  it.each([1, 2, 3, 4, 5])('agrees with its slow twin on a lattice without symmetry, K = %i', (neighbourCount) => {
    for (const [i, activation] of activations.entries()) {
      const shape = { seed: 10 * neighbourCount + i, unitCount: 7, neighbourCount, ticks: 4 };
      const start = i === 1 ? 'zero' : 'random';
      const lattice = { ...randomLattice({ ...shape, noisy: false, start }), fixed: {} };
      const system = analogSystem(lattice, { activation, noise: i === 2 ? 0 : 0.5 });
      const { readUnits } = lattice;
      const last = system.lattice.ticks;
      const early = Array.from(system.cone.units[1]!, (unit): AnalogReading => {
        return { kind: 'moments', source: [5], units: [unit], tick: 1 };
      });
      const readings: AnalogReading[] = [
        { kind: 'moments', source: [3, 0], units: readUnits, tick: last },
        ...early,
        { kind: 'values', units: readUnits, tick: last },
        ...system.lattice.held.map((_, flip): AnalogReading => ({ kind: 'change', flip, units: readUnits })),
      ];
      // Not a multiple of the block, so that the last one is shorter.
      const stimulus = randomNumbers(system, 384, shape.seed);
      const loci = randomParameters(system, 3, shape.seed);
      const offsets = analogCellOffsets(readings, 384);
      const cells = offsets.at(-1)!;
      const out = new Float64Array(2 * cells);
      analogReference(system, readings).evaluate(loci, 1, 2, stimulus, out);
      const words = system.genome.locusCount * system.genome.wordsPerLocus;
      for (const genotype of [1, 2]) {
        const parameters = new Float32Array(loci.buffer).subarray(genotype * words, (genotype + 1) * words);
        const expected = plainAnalog(system, readings, parameters, stimulus);
        readings.forEach((reading, r) => {
          const from = (genotype - 1) * cells + offsets[r]!;
          const found = out.slice(from, from + analogCellCount(reading, 384));
          if (reading.kind !== 'moments') expect([...found]).toEqual(expected[r]);
          else {
            // Sums of 384 products in another order: their rounding, relative to the largest.
            const scale = Math.max(1, ...expected[r]!.map(Math.abs));
            found.forEach((cell, c) => {
              expect(Math.abs(cell - expected[r]![c]!)).toBeLessThan(1e-12 * scale);
            });
          }
        });
      }
    }
  });

  it('measures a reading the same whatever else is asked for', () => {
    const system = analogSystem({
      ...randomLattice({ seed: 3, unitCount: 9, neighbourCount: 3, ticks: 3, noisy: false, start: 'random' }),
      fixed: {},
    });
    const stimulus = randomNumbers(system, 640, 5);
    const loci = randomParameters(system, 1, 6);
    const readings: AnalogReading[] = [
      { kind: 'moments', source: [1, 2], units: system.ports.read[0]!.units, tick: 3 },
      { kind: 'moments', source: [0], units: [0], tick: 3 },
      { kind: 'change', flip: 0, units: [0] },
    ];
    const together = measure(system, readings, loci, stimulus);
    readings.forEach((reading, r) => {
      expect(measure(system, [reading], loci, stimulus)).toEqual([together[r]]);
    });
  });

  it('refuses look-up tables, and what is outside the cone', () => {
    const lattice = { reads: [[held(0)], [held(0)]], held: [port(0)], readUnits: [0], ticks: 1 };
    const { units: _, ...rest } = analogSystem(lattice);
    expect(() => analogReference({ ...rest, units: { kind: 'lut' } }, [])).toThrow('was given look-up tables');
    expect(() => analogReference(analogSystem(lattice), [values(1, 1)])).toThrow('outside the cone');
  });
});
