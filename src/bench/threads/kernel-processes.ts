import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { DeviceError } from '../../base/errors.js';
import type { Scenario } from '../../scenario/scenario.js';
import type { VariantName } from '../variants.js';

/** What a kernel process needs to make the work again for itself: processes share no memory. */
export interface KernelProcessData {
  readonly scenario: Scenario;
  readonly loci: Uint32Array;
  readonly generation: number;
  readonly variant: VariantName;
}

/** The same kernel in independent processes, each with a work of its own. */
export interface KernelProcesses {
  /** Each process evaluates all genotypes, `times` times over. */
  readonly repeat: (times: number) => Promise<void>;
  readonly close: () => void;
}

/** Waits for a process to answer; one that ends first is a fault of the machine. */
async function answer(child: ChildProcess): Promise<void> {
  const waiting = new AbortController();
  try {
    await Promise.race([
      once(child, 'message', { signal: waiting.signal }),
      once(child, 'exit', { signal: waiting.signal }).then(([code]) => {
        throw new DeviceError(`benchmark: a kernel process ended with status ${code}; is memory short?`);
      }),
    ]);
  } finally {
    // The one that lost the race must not keep listening, nor its end be an error nobody waits for.
    waiting.abort();
  }
}

export async function startKernelProcesses(data: KernelProcessData, processes: number): Promise<KernelProcesses> {
  const file = fileURLToPath(import.meta.resolve('#workers/bench-kernel-process.js'));
  const children = Array.from({ length: processes }, () => fork(file, [], { serialization: 'advanced' }));
  const tell = (message: KernelProcessData | number): Promise<unknown> =>
    Promise.all(
      children.map((child) => {
        const answered = answer(child);
        child.send(message);
        return answered;
      }),
    );
  await tell(data);
  return {
    async repeat(times) {
      await tell(times);
    },
    close() {
      for (const child of children) child.kill();
    },
  };
}
