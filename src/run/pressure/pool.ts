import type { RepeatState } from '../../pressure/splitting/repeat.js';
import { breathe, type WorkerPool, workerPool } from '../worker-pool.js';
import type { PressurePool } from './follow.js';
import { createPressureRunner, describeTask, type PressureContext, type PressureTask } from './task.js';

/** `--workers 0`: in the main thread, which still answers signals between two levels. */
export function inlinePressurePool(context: PressureContext): PressurePool {
  const runTask = createPressureRunner(context);
  return {
    lanes: 1,
    async run(task) {
      await breathe();
      return runTask(task);
    },
    async close() {},
  };
}

/** Worker threads, each with its own stimulus and evaluator. */
export function pressureThreads(
  context: PressureContext,
  workers: number,
): PressurePool & Pick<WorkerPool<PressureTask, RepeatState>, 'threads'> {
  const pool = workerPool<PressureTask, RepeatState>('pressure', context, workers, describeTask);
  return {
    lanes: workers,
    get threads() {
      return pool.threads;
    },
    run: (task) => pool.run(task),
    close: () => pool.close(),
  };
}
