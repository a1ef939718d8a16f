import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import type { VariantName } from '../variants.js';
import type { Work } from '../work/work.js';

/** What a kernel thread is started with: the memory of the work is shared, not copied. */
export interface KernelThreadData {
  readonly work: Work;
  readonly variant: VariantName;
}

export interface KernelTask {
  readonly first: number;
  readonly count: number;
  readonly times: number;
}

/** The same kernel in several worker threads of this process. */
export interface KernelThreads {
  /** Each thread evaluates its own share of the genotypes, `times` times over. */
  readonly share: (times: number) => Promise<void>;
  /** Each thread evaluates all genotypes, `times` times over. */
  readonly repeat: (times: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

export function startKernelThreads(work: Work, variant: VariantName, threads: number): KernelThreads {
  const pool = new Piscina({
    filename: fileURLToPath(import.meta.resolve('#workers/bench-kernel.js')),
    minThreads: threads,
    maxThreads: threads,
    idleTimeout: Number.POSITIVE_INFINITY,
    workerData: { work, variant } satisfies KernelThreadData,
  });
  const runAll = async (tasks: readonly KernelTask[]): Promise<void> => {
    await Promise.all(tasks.map((task) => pool.run(task)));
  };
  const numbers = Array.from({ length: threads }, (_, thread) => thread);
  const begin = (thread: number): number => Math.floor((thread * work.count) / threads);
  return {
    share: (times) => runAll(numbers.map((t) => ({ first: begin(t), count: begin(t + 1) - begin(t), times }))),
    repeat: (times) => runAll(numbers.map(() => ({ first: 0, count: work.count, times }))),
    close: () => pool.destroy(),
  };
}
