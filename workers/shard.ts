import { workerData } from 'piscina';
import { createShardRunner, type ShardContext, type ShardTask } from '../src/run/shard/shard.js';

/** Piscina entry point: breeds and measures one piece of a generation in shared memory; nothing is sent back. */
const run = createShardRunner(workerData as ShardContext);

export default function shard(task: ShardTask): void {
  run(task);
}
