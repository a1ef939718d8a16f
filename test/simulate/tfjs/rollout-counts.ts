import { type Tensor, tensor2d } from '@tensorflow/tfjs-core';
import { cellOffsets, type Reading } from '../../../src/simulate/evaluator.js';
import { referenceEvaluator } from '../../../src/simulate/reference/reference.js';
import type { Stimulus } from '../../../src/simulate/stimulus.js';
import { latticeRollout, type RolloutInputs } from '../../../src/simulate/tfjs/rollout-op.js';
import { planRollout, type RolloutPlan } from '../../../src/simulate/tfjs/rollout-plan.js';
import type { System } from '../../../src/system/system.js';
import { randomLoci, randomStimulus } from '../hand-system.js';

/** One call of the operation, to be made and to be checked. */
export interface Call {
  readonly system: System;
  readonly readings: readonly Reading[];
  readonly loci: Uint32Array;
  readonly genotypes: number;
  readonly stimulus: Stimulus;
}

export function randomCall(
  system: System,
  readings: readonly Reading[],
  genotypes: number,
  samples: number,
  seed: number,
): Call {
  const loci = randomLoci(system, genotypes, seed);
  return { system, readings, loci, genotypes, stimulus: randomStimulus(system, samples, seed + 1) };
}

/** Words as the operation takes them: int32 of the same bits. */
const words = (from: Uint32Array, rows: number, columns: number): Tensor =>
  tensor2d(new Int32Array(from), [rows, columns], 'int32');

export function inputsOf(plan: RolloutPlan, { loci, genotypes, stimulus, system }: Call): RolloutInputs {
  const { elements, borders, starts, noise } = stimulus;
  const planes = Uint32Array.from([...elements, ...borders, ...starts, ...noise]);
  const width = system.lattice.neighbourCount + 3;
  return {
    genomes: words(loci, genotypes, system.genome.locusCount),
    neighbours: tensor2d(plan.neighbours, [plan.neighbours.length / width, width], 'int32'),
    stimulus: words(planes, plan.planes, stimulus.words),
  };
}

/** Counts of the operation on the backend that is active. */
export async function countsByOperation(call: Call, plan = planRollout(call.system, call.readings)): Promise<number[]> {
  const inputs = inputsOf(plan, call);
  const counts = latticeRollout(plan, inputs);
  const found = Array.from((await counts.data()) as Int32Array);
  for (const tensor of [...Object.values(inputs), counts]) tensor.dispose();
  return found;
}

export function countsByReference({ system, readings, loci, genotypes, stimulus }: Call): number[] {
  const counts = new Uint32Array(genotypes * cellOffsets(readings).at(-1)!);
  referenceEvaluator(system, readings).evaluate(loci, 0, genotypes, stimulus, counts);
  return Array.from(counts);
}
