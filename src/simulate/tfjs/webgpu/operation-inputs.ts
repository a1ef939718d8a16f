import type { TensorInfo } from '@tensorflow/tfjs-core';

/** The inputs of LatticeRollout and of AnalogRollout as the backend sees them. */
export interface OperationInputs {
  readonly genomes: TensorInfo;
  readonly neighbours: TensorInfo;
  readonly stimulus: TensorInfo;
}
