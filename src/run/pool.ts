import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import { DeviceError, InvariantError } from '../base/errors.js';
import type { ShardContext, ShardTask } from './shard/context.js';
import { createShardRunner } from './shard/shard.js';

/** Runs the tasks of one generation, in any order and anywhere: they write apart places of shared memory. */
export interface ShardPool {
  run(tasks: readonly ShardTask[]): Promise<void>;
  close(): Promise<void>;
}

/** What went wrong in the work itself, as a worker sends it back: classes of errors do not cross threads. */
export interface ShardFault {
  readonly ofDevice: boolean;
  /** The message of a fault of the machine, the stack trace of any other. */
  readonly text: string;
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

/**
 * Runs a task, in another worker if its own dies, and throws the fault of the work if it has one.
 *
 * @param run resolves to a fault of the work, which is not tried again, or null; rejects where the worker died
 */
export function withRetries(run: (task: ShardTask) => Promise<ShardFault | null>): (task: ShardTask) => Promise<void> {
  const attempt = async (task: ShardTask, left: number): Promise<ShardFault | null> => {
    try {
      return await run(task);
    } catch (error) {
      if (left > 0) return attempt(task, left - 1);
      const cause = error instanceof Error ? error.message : String(error);
      throw new DeviceError(
        `a worker died ${RETRIES + 1} times at ${task.kind} of ${task.kind === 'constraint' ? 'loci' : 'individuals'} ${task.first} to ` +
          `${task.first + task.count - 1} in generation ${task.generation}: ${cause}; ` +
          `continue with --resume, with fewer workers if memory is short`,
        { cause: error },
      );
    }
  };
  return async (task) => {
    const fault = await attempt(task, RETRIES);
    if (fault !== null) throw fault.ofDevice ? new DeviceError(fault.text) : new InvariantError(fault.text);
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

  const runTask = withRetries((task) => pool.run(task) as Promise<ShardFault | null>);
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
