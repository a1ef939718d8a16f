import { engine, type NamedAttrMap, type NamedTensorMap, type Tensor } from '@tensorflow/tfjs-core';
import type { RolloutPlan } from './rollout-plan.js';

/**
 * The one custom operation: genotypes rolled out on a stimulus, and counted. Each backend registers a kernel of its own
 * for it (`registerKernel({kernelName: LATTICE_ROLLOUT, backendName, kernelFunc})`).
 *
 * Output: int32 `[genotypes, cells]`, the joint counts, in the order of cellOffsets.
 */
export const LATTICE_ROLLOUT = 'LatticeRollout';

/** Words of 32 bits are carried as int32 of the same bit pattern, since TensorFlow.js has no uint32. */
export interface RolloutInputs extends NamedTensorMap {
  /** int32 `[genotypes, loci]`: tables. */
  readonly genomes: Tensor;
  /** int32 `[steps, K + 3]`: RolloutPlan.neighbours. */
  readonly neighbours: Tensor;
  /** int32 `[planes, words]`: elements, borders, starts, noise; 32 samples to a word. */
  readonly stimulus: Tensor;
}

/** The plan among the attributes of a call. */
export function planOf(attributes: NamedAttrMap | undefined): RolloutPlan {
  return (attributes as unknown as { readonly plan: RolloutPlan }).plan;
}

/** Runs the operation on the backend that is active. */
export function latticeRollout(plan: RolloutPlan, inputs: RolloutInputs): Tensor {
  return engine().runKernel(LATTICE_ROLLOUT, inputs, { plan } as unknown as NamedAttrMap) as Tensor;
}
