import { workerData } from 'piscina';
import { DeviceError } from '../src/base/errors.js';
import type { ShardFault } from '../src/run/pool.js';
import type { ShardContext, ShardTask } from '../src/run/shard/context.js';
import { createShardRunner, type ShardRunner } from '../src/run/shard/shard.js';

let run: ShardRunner | undefined;

/**
 * Piscina entry point: breeds and measures one piece of a generation in shared memory. Nothing is sent back but a fault of
 * the work itself, which would come again in any other worker; a worker that dies rejects its task instead.
 */
export default function shard(task: ShardTask): ShardFault | null {
  try {
    // Made at the first task: a worker that failed while starting would only be started again, for ever.
    run ??= createShardRunner(workerData as ShardContext);
    run(task);
    return null;
  } catch (error) {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    return {
      ofDevice: error instanceof DeviceError,
      text: error instanceof DeviceError ? message : (stack ?? message),
    };
  }
}
