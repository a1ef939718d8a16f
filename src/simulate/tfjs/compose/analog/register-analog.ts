import {
  concat,
  expandDims,
  gather,
  getKernel,
  mul,
  type NamedTensorInfoMap,
  registerKernel,
  reshape,
  slice,
  type Tensor,
  type TensorContainer,
  tensor1d,
  tensor2d,
  tidy,
  tile,
  transpose,
  unregisterKernel,
  unstack,
  zeros,
} from '@tensorflow/tfjs-core';
import { ANALOG_ROLLOUT, type AnalogInputs, analogPlanOf } from '../../analog-op.js';
import type { AnalogPlan } from '../../analog-plan.js';
import type { BackendName } from '../../backend.js';
import { type ComposedPlan, composedPlan } from '../compose-plan.js';
import { outputRows } from '../output-rows.js';
import { advanceAnalog } from './advance-analog.js';
import { analogTile, BLOCK } from './analog-tiles.js';
import { cellsOf, type Measured, measureBlock } from './measure.js';
import { cellOrder, measurePlan } from './measure-plan.js';

/**
 * Makes the composition of ordinary operations the kernel of a backend.
 *
 * @param budget bytes that the genotypes at work may take
 */
export function registerAnalogComposed(backendName: BackendName, budget: number): void {
  if (getKernel(ANALOG_ROLLOUT, backendName) !== undefined) unregisterKernel(ANALOG_ROLLOUT, backendName);
  registerKernel({
    kernelName: ANALOG_ROLLOUT,
    backendName,
    kernelFunc: ({ inputs, attrs }) =>
      composeAnalog(analogPlanOf(attrs), inputs as NamedTensorInfoMap & AnalogInputs, budget),
  });
}

/** The operation AnalogRollout out of ordinary ones, on whatever backend is active. */
export function composeAnalog(plan: AnalogPlan, { genomes, stimulus }: AnalogInputs, budget: number): Tensor {
  const genotypes = genomes.shape[0]!;
  const samples = stimulus.shape[1]!;
  const order = cellOrder(plan, samples);
  if (genotypes * order.length === 0) return zeros([genotypes, order.length]);
  const size = analogTile(plan, genotypes, samples, budget);
  return tidy(() => {
    const parts: Tensor[] = [];
    for (let first = 0; first < genotypes; first += size) {
      const count = Math.min(size, genotypes - first);
      parts.push(tidy(() => rollOut(plan, slice(genomes, [first, 0], [count, -1]), stimulus, order)));
    }
    return concat(parts, 0);
  });
}

/**
 * Some genotypes on all samples, block by block: blocks have the same length whatever is measured and of however many
 * genotypes, so that the order of sums is always the same.
 */
function rollOut(plan: AnalogPlan, genomes: Tensor, stimulus: Tensor, order: Int32Array): Tensor {
  const composed = composedPlan(plan.rollout);
  const measures = measurePlan(plan);
  const [planes, samples] = stimulus.shape as [number, number];
  const parameters = parametersOf(plan, genomes);
  let measured: Measured | null = null;
  for (let from = 0; from < samples; from += BLOCK) {
    const before: Measured | null = measured;
    measured = tidy(() => {
      const block = slice(stimulus, [0, from], [planes, Math.min(BLOCK, samples - from)]);
      const rows = outputRows(composed, inputRows(composed, block, genomes.shape[0]!), (tick, earlier) =>
        advanceAnalog(tick, plan.units, earlier, parameters, block),
      );
      // A record of tensors, numbers and null, which tidy goes through though its type does not say so.
      return measureBlock(measures, before, rows) as unknown as TensorContainer;
    }) as unknown as Measured;
  }
  return cellsOf(measures, measured!, order);
}

/** `[input][genotype][sample]`, the same for every genotype; a complement is the negative. */
function inputRows({ inputPlanes, complements }: ComposedPlan, block: Tensor, genotypes: number): Tensor {
  return tidy(() => {
    const samples = block.shape[1]!;
    const planes = concat([block, zeros([1, samples])], 0);
    const signs = tensor2d(
      complements.map((complement) => 1 - 2 * complement),
      [complements.length, 1],
    );
    const inputs = mul(gather(planes, tensor1d(inputPlanes, 'int32')), signs);
    return tile(expandDims(inputs, 1), [1, genotypes, 1]);
  });
}

/** `[parameter]`, each `[locus][genotype][1]`. */
function parametersOf({ rollout }: AnalogPlan, genomes: Tensor): Tensor[] {
  const { locusCount, wordsPerLocus } = rollout.system.genome;
  const genotypes = genomes.shape[0]!;
  return tidy(() => {
    const byParameter = transpose(reshape(genomes, [genotypes, locusCount, wordsPerLocus]), [2, 1, 0]);
    return unstack(reshape(byParameter, [wordsPerLocus, locusCount, genotypes, 1]));
  });
}
