import type { RepeatState } from '../../pressure/splitting/repeat.js';
import type { Device } from '../../simulate/device/owner.js';
import { breathe, type WorkerPool, workerPool } from '../worker-pool.js';
import type { PressurePool } from './follow.js';
import {
  createPressureRunner,
  describeTask,
  type MeasuredGenotypes,
  type PressureContext,
  type PressureResult,
  type PressureTask,
} from './task.js';

/** A pool from what does a task of either kind: a task's kind decides on that of its result. */
function poolOver(
  lanes: number,
  run: (task: PressureTask) => Promise<PressureResult>,
  close: () => Promise<void>,
): PressurePool {
  return {
    lanes,
    run: (task) => run(task) as Promise<RepeatState>,
    enumerate: (task) => run(task) as Promise<MeasuredGenotypes>,
    close,
  };
}

/** `--workers 0`: in the main thread, which still answers signals between two tasks. */
export function inlinePressurePool(context: PressureContext): PressurePool {
  const runTask = createPressureRunner(context);
  return poolOver(
    1,
    async (task) => {
      await breathe();
      return runTask(task);
    },
    async () => {},
  );
}

/** Worker threads, each with its own stimulus and evaluator. */
export function pressureThreads(
  context: PressureContext,
  workers: number,
  device?: Device,
): PressurePool & Pick<WorkerPool<PressureTask, PressureResult>, 'threads'> {
  const { device: _, ...posted } = context;
  const pool = workerPool<PressureTask, PressureResult>('pressure', posted, workers, describeTask, device);
  const threads = poolOver(
    workers,
    (task) => pool.run(task),
    () => pool.close(),
  );
  return {
    ...threads,
    get threads() {
      return pool.threads;
    },
  };
}
