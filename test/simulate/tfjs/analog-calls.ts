import { type Tensor, tensor2d } from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import type { AnalogSpec } from '../../../src/scenario/scenario.js';
import { type AnalogReading, analogCellOffsets } from '../../../src/simulate/analog/analog-evaluator.js';
import type { AnalogStimulus } from '../../../src/simulate/analog/analog-stimulus.js';
import { analogReference } from '../../../src/simulate/analog/reference.js';
import { type AnalogInputs, analogRollout } from '../../../src/simulate/tfjs/analog-op.js';
import { type AnalogPlan, planAnalog } from '../../../src/simulate/tfjs/analog-plan.js';
import { parametersOf } from '../../../src/system/prior/normal.js';
import type { System } from '../../../src/system/system.js';
import { analogSystem, randomNumbers, randomParameters } from '../analog/analog-system.js';
import { type RandomShape, randomLattice } from '../random-system.js';
import { floatBounds } from './float-bound.js';

/** One call of the operation, to be made and to be checked. */
export interface AnalogCall {
  readonly system: System;
  readonly readings: readonly AnalogReading[];
  readonly loci: Uint32Array;
  readonly genotypes: number;
  readonly stimulus: AnalogStimulus;
}

export type AnalogOperation = (plan: AnalogPlan, inputs: AnalogInputs) => Tensor;

/** Readings of every kind: wide and narrow moments, an early tick, values, changes at one unit and at all. */
export function analogReadings(system: System): AnalogReading[] {
  const { lattice, cone, ports } = system;
  const sinks = ports.read[0]!.units;
  return [
    { kind: 'moments', source: [3, 0], units: sinks, tick: lattice.ticks },
    { kind: 'moments', source: [5], units: [sinks[0]!], tick: lattice.ticks },
    ...Array.from(cone.units[1]!, (unit): AnalogReading => ({ kind: 'moments', source: [0], units: [unit], tick: 1 })),
    { kind: 'values', units: sinks, tick: lattice.ticks },
    ...lattice.held.map((_, flip): AnalogReading => ({ kind: 'change', flip, units: sinks })),
    { kind: 'change', flip: 0, units: sinks.slice(-1) },
  ];
}

export function randomAnalogCall(
  shape: Omit<RandomShape, 'noisy'>,
  units: Partial<AnalogSpec>,
  genotypes: number,
  samples: number,
): AnalogCall {
  const system = analogSystem({ ...randomLattice({ ...shape, noisy: false }), fixed: {} }, units);
  const loci = randomParameters(system, genotypes, shape.seed + 1);
  return {
    system,
    readings: analogReadings(system),
    loci,
    genotypes,
    stimulus: randomNumbers(system, samples, shape.seed + 2),
  };
}

export function analogInputs(plan: AnalogPlan, { system, loci, genotypes, stimulus }: AnalogCall): AnalogInputs {
  const { rollout } = plan;
  const { locusCount, wordsPerLocus } = system.genome;
  const { elements, borders, starts, noise, samples } = stimulus;
  const planes = Float32Array.from([...elements, ...borders, ...starts, ...noise]);
  const width = system.lattice.neighbourCount + 3;
  return {
    genomes: tensor2d(new Float32Array(parametersOf(loci)), [genotypes, locusCount * wordsPerLocus]),
    neighbours: tensor2d(rollout.neighbours, [rollout.neighbours.length / width, width], 'int32'),
    stimulus: tensor2d(planes, [rollout.planes, samples]),
  };
}

/** Cells by the operation on the backend that is active, `[genotype][cell]`. */
export async function cellsByOperation(
  call: AnalogCall,
  operation: AnalogOperation = analogRollout,
): Promise<number[]> {
  const plan = planAnalog(call.system, call.readings);
  const inputs = analogInputs(plan, call);
  const cells = operation(plan, inputs);
  const found = Array.from((await cells.data()) as Float32Array);
  for (const tensor of [...Object.values(inputs), cells]) tensor.dispose();
  return found;
}

export function cellsByReference({ system, readings, loci, genotypes, stimulus }: AnalogCall): number[] {
  const out = new Float64Array(genotypes * analogCellOffsets(readings, stimulus.samples).at(-1)!);
  analogReference(system, readings).evaluate(loci, 0, genotypes, stimulus, out);
  return Array.from(out);
}

/**
 * Holds cells against the reference's, within the bound of float32.
 *
 * @returns the largest share of the bound that was used up, and the largest bound
 */
export function expectWithinFloat(call: AnalogCall, found: readonly number[], activationError: number) {
  const { system, readings, loci, genotypes, stimulus } = call;
  const expected = cellsByReference(call);
  const words = system.genome.locusCount * system.genome.wordsPerLocus;
  expect(found.length).toBe(expected.length);
  let [share, largest] = [0, 0];
  for (let g = 0; g < genotypes; g++) {
    const parameters = parametersOf(loci).subarray(g * words, (g + 1) * words);
    const bounds = floatBounds(system, readings, parameters, stimulus, activationError).flat();
    bounds.forEach((bound, cell) => {
      const at = g * bounds.length + cell;
      const error = Math.abs(found[at]! - expected[at]!);
      // The reference's own rounding, in doubles.
      const slack = 1e-12 * Math.max(1, Math.abs(expected[at]!));
      if (!(error <= bound + slack)) {
        throw new Error(`genotype ${g}, cell ${cell}: ${found[at]}; expected ${expected[at]} ± ${bound}`);
      }
      if (bound > 0 && bound < 1) share = Math.max(share, error / bound);
      largest = Math.max(largest, bound);
    });
  }
  return { share, largest };
}
