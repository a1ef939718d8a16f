import type { ShardContext, ShardTask } from './shard/context.js';
import { createShardRunner } from './shard/shard.js';
import { breathe, type WorkerPool, workerPool } from './worker-pool.js';

/** Runs the tasks of one generation, in any order and anywhere: they write apart places of shared memory. */
export interface ShardPool {
  run(tasks: readonly ShardTask[]): Promise<void>;
  close(): Promise<void>;
}

/** `--workers 0`: everything in the main thread, which still answers signals between two tasks. */
export function inlinePool(context: ShardContext): ShardPool {
  const runTask = createShardRunner(context);
  return {
    async run(tasks) {
      for (const task of tasks) {
        runTask(task);
        await breathe();
      }
    },
    async close() {},
  };
}

/** A task of a run in words. */
export function describeShard({ kind, first, count, generation }: ShardTask): string {
  return `${kind} of ${kind === 'constraint' ? 'loci' : 'individuals'} ${first} to ${first + count - 1} in generation ${generation}`;
}

/** Worker threads over the context's shared memory. */
export function threadPool(
  context: ShardContext,
  workers: number,
): ShardPool & Pick<WorkerPool<ShardTask, void>, 'threads'> {
  const pool = workerPool<ShardTask, void>('shard', context, workers, describeShard);
  return {
    get threads() {
      return pool.threads;
    },
    async run(tasks) {
      await Promise.all(tasks.map((task) => pool.run(task)));
    },
    close: () => pool.close(),
  };
}
