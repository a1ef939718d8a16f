import { loadLatestCheckpoint, saveCheckpoint } from '../store/checkpoint.js';
import type { Resumable } from './evolve.js';
import type { RunOptions } from './options.js';

/** Milliseconds between two checkpoints where no number of generations is given. */
const CHECKPOINT_INTERVAL_MS = 10_000;

/** Where the run was left: the newest checkpoint that is whole, none to start at generation 0. Says what it finds. */
export function findCheckpoint(options: RunOptions, directory: string): Resumable | undefined {
  const { latest: checkpoint, damaged } = loadLatestCheckpoint(directory, identity(options));
  for (const fault of damaged) options.onNote?.(`checkpoint not used: ${fault}`);
  if (checkpoint === null) {
    options.onNote?.('no usable checkpoint: starting at generation 0');
    return undefined;
  }
  options.onNote?.(`resuming at generation ${checkpoint.generation}`);
  return checkpoint.payload as Resumable;
}

/** What a checkpoint must belong to: the same scenario and seed. */
function identity({ hash, scenario }: RunOptions): string {
  return `${hash} ${scenario.seed}`;
}

/** Saves checkpoints when they are due, by time or by generations, and when the run is interrupted. */
export function scheduleCheckpoints(options: RunOptions, directory: string) {
  let lastSaved = performance.now();
  const save = (resumable: Resumable): void => {
    saveCheckpoint(directory, resumable.generation, resumable, identity(options));
    lastSaved = performance.now();
  };
  const due = (generation: number): boolean =>
    options.checkpointEvery === undefined
      ? performance.now() - lastSaved >= CHECKPOINT_INTERVAL_MS
      : generation % options.checkpointEvery === 0;
  return {
    save,
    async between(generation: number, resumable: () => Resumable): Promise<boolean> {
      const stop = options.interrupted?.aborted === true;
      if (stop || due(generation)) save(resumable());
      return stop;
    },
  };
}
