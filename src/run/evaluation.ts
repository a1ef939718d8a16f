import { DeviceError } from '../base/errors.js';
import { forgetPlans } from '../simulate/device/client.js';
import { type Device, openDevice } from '../simulate/device/owner.js';
import { AUTO, isOnDevice } from '../simulate/evaluators.js';
import type { Blueprint } from './engine.js';

/** The evaluator of a job: what was asked for, found out, and open. */
export interface Evaluation {
  /** Name of the evaluator, never of a choice: what the manifest has. */
  readonly name: string;
  /** What computes, for people and the manifest. */
  readonly where: string;
  /** Undefined where the threads evaluate by themselves. */
  readonly device: Device | undefined;
  readonly close: () => Promise<void>;
}

/**
 * Unit updates of one generation below which `auto` takes no GPU. On an H100 a call of 1e9 updates took 1.2 ms, as long as
 * on the 16 cores beside it, one of 1.5e10 a quarter of their time (docs/benchmarks.md); compiling the kernels takes seconds.
 */
export const LEAST_GPU_UPDATES = 2 ** 31;

/**
 * Finds and opens what an evaluator's name asks for.
 *
 * @param updates unit updates, one sample each, of one generation: what `auto` decides by
 * @throws DeviceError where what was asked for by name cannot be had
 */
export async function openEvaluation(
  asked: string,
  updates: () => number,
  onNote?: ((text: string) => void) | undefined,
): Promise<Evaluation> {
  if (asked === AUTO) return openAuto(updates(), onNote);
  return isOnDevice(asked) ? onDevice(await openDevice(asked), onNote) : onThreads(asked);
}

/** What a job says of its evaluator. */
interface AskedEvaluation {
  readonly evaluator: string;
  readonly evaluation?: Evaluation | undefined;
  readonly onNote?: ((text: string) => void) | undefined;
}

/**
 * The evaluation of one of many jobs: what was opened for all of them, or what its own evaluator asks for. `auto` takes the
 * device that is open where this job is large enough for it to pay.
 */
export async function evaluationOf(
  { evaluator, evaluation, onNote }: AskedEvaluation,
  updates: () => number,
): Promise<Evaluation> {
  if (evaluation === undefined) return openEvaluation(evaluator, updates, onNote);
  const isTooSmall = evaluator === AUTO && evaluation.device !== undefined && updates() < LEAST_GPU_UPDATES;
  if (isTooSmall) return onThreads('wasm');
  const { device } = evaluation;
  // The device stays open; what this job asked it for is not asked for again.
  return { ...evaluation, close: async () => device && forgetPlans(device.link) };
}

function onThreads(name: string): Evaluation {
  return { name, where: 'cpu', device: undefined, close: async () => {} };
}

function onDevice(device: Device, onNote: ((text: string) => void) | undefined): Evaluation {
  onNote?.(`evaluating by ${device.name} on ${device.device}`);
  return { name: device.name, where: device.device, device, close: () => device.close() };
}

/** Unit updates, one sample each, of one generation in all contexts. */
export function updatesOf({ system, shape }: Blueprint): number {
  return system.contexts.length * shape.individuals * system.cone.pairCount * shape.samples;
}

/** Counts do not depend on the choice. */
async function openAuto(updates: number, onNote: ((text: string) => void) | undefined): Promise<Evaluation> {
  const wasm = (why: string): Evaluation => {
    onNote?.(`evaluating by wasm: ${why}`);
    return onThreads('wasm');
  };
  if (updates < LEAST_GPU_UPDATES) {
    return wasm(`${updates.toExponential(1)} updates a generation are too few for a GPU to pay`);
  }
  try {
    return onDevice(await openDevice('gpu'), onNote);
  } catch (error) {
    if (error instanceof DeviceError) return wasm(error.message);
    throw error;
  }
}
