import { InvariantError } from '../base/errors.js';
import type { Opened } from '../simulate/device/owner.js';
import type { Evaluation } from './evaluation.js';
import { withDevice } from './worker-pool.js';

/** What a thread is told of an evaluation that the main thread holds open for all. */
export interface SharedEvaluation {
  readonly name: string;
  readonly where: string;
  /** Null where no device stands behind it. */
  readonly opened: Opened | null;
}

/** What is posted to threads of an open evaluation. */
export function shareEvaluation({ name, where, device }: Evaluation): SharedEvaluation {
  if (device === undefined) return { name, where, opened: null };
  return { name, where, opened: { name: device.name, device: device.device, isGpu: device.isGpu } };
}

/**
 * Inside a worker of {@link ./worker-pool.ts}, once: the evaluation that the main thread holds, with this thread's own way
 * to its device. Whole runs are done with it one after another, each inline: threads of this thread could not reach the device.
 */
export function evaluationHere({ name, where, opened }: SharedEvaluation): Evaluation {
  if (opened === null) return { name, where, device: undefined, close: async () => {} };
  const { device: link } = withDevice<{ readonly evaluator: string }>({ evaluator: opened.name });
  if (link === undefined) throw new InvariantError(`evaluator ${opened.name}: no device stands behind it`);
  const connect = (): never => {
    throw new InvariantError('threads of a worker thread cannot reach the device: expected a run with workers 0');
  };
  return { name, where, device: { ...opened, link, connect, close: async () => {} }, close: async () => {} };
}
