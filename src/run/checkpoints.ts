import { loadLatestCheckpoint, saveCheckpoint } from '../store/checkpoint.js';
import { appendLog } from '../store/log.js';
import type { Resumable } from './evolve.js';
import type { RunOptions } from './options.js';

/** Milliseconds between two checkpoints, at least, where no number of generations is given. */
const LEAST_INTERVAL_MS = 10_000;

/** A checkpoint of a large population takes seconds to write: at most one part in this many of the time goes to them. */
const TIME_SHARE = 10;

/** Milliseconds from one checkpoint to the next, given what the last one took. */
export function checkpointInterval(lastSaveMs: number): number {
  return Math.max(LEAST_INTERVAL_MS, TIME_SHARE * lastSaveMs);
}

/** Where the run was left: the newest checkpoint that is whole, none to start at generation 0. Says what it finds. */
export function findCheckpoint(options: RunOptions, directory: string): Resumable | undefined {
  const { latest, damaged } = loadLatestCheckpoint(directory, identity(options));
  for (const fault of damaged) {
    options.onWarning?.(`checkpoint not used: ${fault}`);
    appendLog(directory, { event: 'checkpoint not used', fault });
  }
  if (latest === null) {
    const say = damaged.length > 0 ? options.onWarning : options.onNote;
    say?.('no usable checkpoint: starting at generation 0');
    return undefined;
  }
  options.onNote?.(`resuming at generation ${latest.generation}`);
  return latest.payload as Resumable;
}

/**
 * What a checkpoint must belong to: the same scenario and seed, and a program that computes the same from them. (Node's
 * major version and the processor's architecture decide on the last bit of a logarithm.)
 */
function identity({ hash, scenario, packageVersion }: RunOptions): string {
  const node = process.versions.node.split('.')[0];
  return `${hash} seed ${scenario.seed}, scarce ${packageVersion}, Node ${node}, ${process.arch}`;
}

/** Saves checkpoints when they are due, by time or by generations, and when the run is interrupted. */
export function scheduleCheckpoints(options: RunOptions, directory: string) {
  let lastSaved = performance.now();
  let lastSaveMs = 0;
  const save = (resumable: Resumable): void => {
    const start = performance.now();
    saveCheckpoint(directory, resumable.generation, resumable, identity(options));
    lastSaved = performance.now();
    lastSaveMs = lastSaved - start;
  };
  const due = (generation: number): boolean =>
    options.checkpointEvery === undefined
      ? performance.now() - lastSaved >= checkpointInterval(lastSaveMs)
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
