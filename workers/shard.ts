import { workerData } from 'piscina';
import type { ShardContext, ShardTask } from '../src/run/shard/context.js';
import { createShardRunner, type ShardRunner } from '../src/run/shard/shard.js';
import { type Answer, answer, sayLoaded, withDevice } from '../src/run/worker-pool.js';

sayLoaded();

let run: ShardRunner | undefined;

/** Piscina entry point: breeds and measures one piece of a generation in shared memory. */
export default function shard(task: ShardTask): Answer<void> {
  return answer(() => {
    // Made at the first task: a worker that failed while starting would only be started again, for ever.
    run ??= createShardRunner(withDevice(workerData as ShardContext));
    run(task);
  });
}
