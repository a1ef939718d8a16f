import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import { DeviceError } from '../base/errors.js';
import { createShardRunner, type ShardContext, type ShardTask } from './shard/shard.js';

/** Runs the tasks of one generation, in any order and anywhere: they write apart places of shared memory. */
export interface ShardPool {
  run(tasks: readonly ShardTask[]): Promise<void>;
  close(): Promise<void>;
}

/** Times that a task lost with its worker is given to another one. */
const RETRIES = 2;

/** `--workers 0`: everything in the main thread, which still answers signals between two tasks. */
export function inlinePool(context: ShardContext): ShardPool {
  const runTask = createShardRunner(context);
  return {
    async run(tasks) {
      for (const task of tasks) {
        runTask(task);
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    async close() {},
  };
}

/** Piscina worker threads over the context's shared memory. `threads` is for tests that end one. */
export function threadPool(
  context: ShardContext,
  workers: number,
): ShardPool & { readonly threads: Piscina['threads'] } {
  const pool = new Piscina({
    filename: fileURLToPath(import.meta.resolve('#workers/shard.js')),
    minThreads: workers,
    maxThreads: workers,
    idleTimeout: Number.POSITIVE_INFINITY,
    workerData: context,
  });
  // A worker that dies idle is replaced by the pool; the error would otherwise end the process.
  pool.on('error', () => {});

  const runTask = async (task: ShardTask): Promise<void> => {
    for (let attempt = 0; ; attempt++) {
      try {
        await pool.run(task);
        return;
      } catch (error) {
        if (attempt < RETRIES) continue;
        const cause = error instanceof Error ? error.message : String(error);
        throw new DeviceError(
          `a worker failed ${attempt + 1} times at ${task.kind} of individuals ${task.first} to ` +
            `${task.first + task.count - 1} in generation ${task.generation}: ${cause}; ` +
            `continue with --resume, with fewer workers if memory is short (--workers 0 shows the error itself)`,
          { cause: error },
        );
      }
    }
  };
  return {
    get threads() {
      return pool.threads;
    },
    async run(tasks) {
      await Promise.all(tasks.map(runTask));
    },
    async close() {
      await pool.destroy();
    },
  };
}
