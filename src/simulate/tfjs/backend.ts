import type { SessionFailure } from '../device/session.js';
import type { AnalogPlan } from './analog-plan.js';
import type { RolloutPlan } from './rollout-plan.js';

/** The backends of TensorFlow.js that can carry the operation, in the order in which a bare `tfjs` tries them. */
export const BACKENDS = ['tensorflow', 'webgpu', 'wasm', 'cpu'] as const;
export type BackendName = (typeof BACKENDS)[number];

/** A backend that is ready: registered with TensorFlow.js under `name`, its kernels too. */
export interface OpenBackend {
  readonly name: BackendName;
  /** What computes, for people and the manifest: the adapter's name, or `tfjs-node 4.22.0 (TensorFlow 2.9.1)`. */
  readonly device: string;
  /** Whether that is a real GPU, not a software adapter or the processor. */
  readonly isGpu: boolean;
  /** Bytes that one batch may take on the device: inputs, intermediate values and counts together. */
  readonly batchBytes: number;
  /** Bytes that one batch of so many genotypes would take. */
  readonly bytesOf: (plan: RolloutPlan, genotypes: number, words: number) => number;
  /** The same of analog units. */
  readonly bytesOfAnalog: (plan: AnalogPlan, genotypes: number, samples: number) => number;
  /** Unit updates, one sample each, that one batch may take: about a second's work, so that none is ended in vain. */
  readonly batchUpdates: number;
  /** The same of analog units. */
  readonly batchAnalogUpdates: number;
  /** What an error of the operation means where the device, not the program, is at fault; null where it is not. */
  readonly failureOf: (error: unknown) => SessionFailure | null;
  /** Resolves with the reason when the device is lost; never where a device cannot be. */
  readonly lost: Promise<string>;
  /** Lets go of the device; nothing may be pending on it. */
  readonly destroy: () => Promise<void>;
}
