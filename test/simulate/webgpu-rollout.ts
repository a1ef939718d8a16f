import { type Tensor, tensor2d } from '@tensorflow/tfjs-core';
import { partsOf } from '../../src/simulate/device/same-stimulus.js';
import type { Reading } from '../../src/simulate/evaluator.js';
import { referenceEvaluator } from '../../src/simulate/reference/reference.js';
import type { Stimulus } from '../../src/simulate/stimulus.js';
import { planRollout } from '../../src/simulate/tfjs/rollout-plan.js';
import type { FormRequest } from '../../src/simulate/tfjs/webgpu/kernel/choose-form.js';
import { latticeRolloutIn } from '../../src/simulate/tfjs/webgpu/kernel/rollout-kernel.js';
import { type OpenWebgpu, openWebgpu } from '../../src/simulate/tfjs/webgpu/open-webgpu.js';
import type { System } from '../../src/system/system.js';

/** The adapter of this machine, a software one too; or why there is none, which is printed. */
export async function adapterHere(): Promise<OpenWebgpu | null> {
  // As the device's owner does on a machine without a display, before Dawn is loaded.
  process.env.EGL_PLATFORM ??= 'surfaceless';
  const open = await openWebgpu({ softwareAllowed: true });
  if (typeof open !== 'string') return open;
  console.log(`skipped: ${open}`);
  return null;
}

/** Something to roll out, and on what. */
export interface Work {
  readonly system: System;
  readonly readings: readonly Reading[];
  /** `Uint32Array [genotype][locus]` */
  readonly loci: Uint32Array;
  readonly genotypes: number;
  readonly stimulus: Stimulus;
}

/** Counts by the operation on the active backend, in a form of the kernel. */
export async function rolledOut(work: Work, request: FormRequest): Promise<Uint32Array> {
  const { system, readings, loci, genotypes, stimulus } = work;
  const plan = planRollout(system, readings);
  const planes = Int32Array.from(partsOf(stimulus).flatMap((part) => [...part]));
  const { steps } = plan.slots;
  const tensors: Tensor[] = [];
  const given = (values: Int32Array, rows: number, columns: number): Tensor => {
    tensors.push(tensor2d(values, [rows, columns], 'int32'));
    return tensors.at(-1)!;
  };
  const counts = latticeRolloutIn(
    plan,
    {
      genomes: given(Int32Array.from(loci), genotypes, system.genome.locusCount),
      neighbours: given(plan.neighbours, steps.length, system.lattice.neighbourCount + 3),
      stimulus: given(planes, plan.planes, stimulus.words),
    },
    request,
  );
  const found = Uint32Array.from(await counts.data());
  for (const tensor of [...tensors, counts]) tensor.dispose();
  return found;
}

/** Counts by the evaluator that all are held to. */
export function expected({ system, readings, loci, genotypes, stimulus }: Work): Uint32Array {
  const counts = new Uint32Array(genotypes * planRollout(system, readings).cells);
  referenceEvaluator(system, readings).evaluate(loci, 0, genotypes, stimulus, counts);
  return counts;
}
