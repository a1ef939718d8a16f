import { engine, type NamedAttrMap, type NamedTensorMap, type Tensor } from '@tensorflow/tfjs-core';
import type { AnalogPlan } from './analog-plan.js';

/**
 * The custom operation of analog units: genotypes rolled out on a stimulus, and measured, all in float32.
 *
 * Output: float32 `[genotypes, cells]`, in the order of analogCellOffsets. A value that float32 cannot hold, or whose
 * square it cannot (beyond 1.8e19), is infinite, and its moments NaN.
 */
export const ANALOG_ROLLOUT = 'AnalogRollout';

export interface AnalogInputs extends NamedTensorMap {
  /** float32 `[genotypes, loci × (K + 1)]`: K weights and the bias of each locus. */
  readonly genomes: Tensor;
  /** int32 `[steps, K + 3]`: RolloutPlan.neighbours. */
  readonly neighbours: Tensor;
  /** float32 `[planes, samples]`: elements, borders, starts, noise. */
  readonly stimulus: Tensor;
}

/** The plan among the attributes of a call. */
export function analogPlanOf(attributes: NamedAttrMap | undefined): AnalogPlan {
  return (attributes as unknown as { readonly plan: AnalogPlan }).plan;
}

/** Runs the operation on the backend that is active. */
export function analogRollout(plan: AnalogPlan, inputs: AnalogInputs): Tensor {
  return engine().runKernel(ANALOG_ROLLOUT, inputs, { plan } as unknown as NamedAttrMap) as Tensor;
}
