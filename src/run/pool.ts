import type { Device } from '../simulate/device/owner.js';
import type { ShardContext, ShardTask } from './shard/context.js';
import { createShardRunner, type ShardRunner } from './shard/shard.js';
import { breathe, type WorkerPool, workerPool } from './worker-pool.js';

/** Runs the tasks of one generation, in any order and anywhere: they write apart places of shared memory. */
export interface ShardPool {
  run(tasks: readonly ShardTask[]): Promise<void>;
  close(): Promise<void>;
}

/**
 * `--workers 0`: everything in the main thread, which still answers signals before every task; and whoever asked for the
 * tasks goes on first, with what needs no result.
 */
export function inlinePool(context: ShardContext): ShardPool {
  let runTask: ShardRunner | undefined;
  return {
    async run(tasks) {
      for (const task of tasks) {
        await breathe();
        runTask ??= createShardRunner(context);
        runTask(task);
      }
    },
    async close() {},
  };
}

/** A task of a run in words. */
export function describeShard({ kind, first, count, generation }: ShardTask): string {
  const what = kind === 'constraint' ? 'loci' : kind === 'prior' ? 'blocks' : 'individuals';
  return `${kind} of ${what} ${first} to ${first + count - 1} in generation ${generation}`;
}

/**
 * So many threads over the context's shared memory, of which this one is the first: it takes its share of the tasks once
 * the others have theirs. With a worker in its place the two cores of a small machine would have three threads, and the
 * worker that is woken last often waits behind the other for the rest of a time slice, some 4 ms of every generation.
 *
 * A single worker has a thread of its own, which leaves this one free.
 */
export function threadPool(
  context: ShardContext,
  workers: number,
  device?: Device,
): ShardPool & Pick<WorkerPool<ShardTask, void>, 'threads'> {
  const { device: _, ...posted } = context;
  const pool = workerPool<ShardTask, void>('shard', posted, Math.max(1, workers - 1), describeShard, device);
  const here = workers > 1 ? inlinePool(context) : null;
  return {
    get threads() {
      return pool.threads;
    },
    async run(tasks) {
      const isHere = (index: number): boolean => here !== null && index % workers === 0;
      const elsewhere = Promise.all(tasks.filter((_, index) => !isHere(index)).map((task) => pool.run(task)));
      // Whichever fails first is told; the other must not end the process as a rejection that nobody saw.
      elsewhere.catch(() => {});
      await here?.run(tasks.filter((_, index) => isHere(index)));
      await elsewhere;
    },
    close: () => pool.close(),
  };
}
