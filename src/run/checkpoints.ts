import { loadLatestCheckpoint, saveCheckpoint } from '../store/checkpoint.js';
import { appendLog } from '../store/log.js';
import type { OpenOptions } from './options.js';

/** Seconds between two checkpoints, at least, where nothing else is asked for. */
const LEAST_INTERVAL_SECONDS = 10;

/** A checkpoint of a large population takes seconds to write: at most one part in this many of the time goes to them. */
const TIME_SHARE = 10;

/** Milliseconds from one checkpoint to the next, given what the last one took. */
export function checkpointInterval(lastSaveMs: number, leastSeconds = LEAST_INTERVAL_SECONDS): number {
  return Math.max(1000 * leastSeconds, TIME_SHARE * lastSaveMs);
}

/** Milliseconds of computing that are worth a checkpoint before results are folded, which takes a moment. */
const LEAST_WORTH_MS = 1000;

/** A state to go on from, and where it stands: the number of generations, or of levels. */
export interface Resumption<State> {
  readonly position: number;
  readonly state: State;
  /** Milliseconds of computing that it took to come there. */
  readonly elapsedMs: number;
}

/** Where work was left: the newest checkpoint that is whole, none to start from the beginning. Says what it finds. */
export function findCheckpoint<State>(
  options: OpenOptions,
  job: { readonly directory: string; readonly place: (position: number) => string },
): Resumption<State> | undefined {
  const { directory, place } = job;
  const { latest, damaged } = loadLatestCheckpoint(directory, identity(options));
  for (const fault of damaged) {
    options.onWarning?.(`checkpoint not used: ${fault}`);
    appendLog(directory, { event: 'checkpoint not used', fault });
  }
  if (latest === null) {
    const say = damaged.length > 0 ? options.onWarning : options.onStart;
    say?.(`no usable checkpoint: starting at ${place(0)}`);
    return undefined;
  }
  options.onStart?.(`resuming at ${place(latest.generation)}`);
  return { position: latest.generation, state: latest.payload as State, elapsedMs: latest.elapsedMs };
}

/**
 * What a checkpoint must belong to: the same scenario and seed, and a program that computes the same from them. (Node's
 * major version and the processor's architecture decide on the last bit of a logarithm, the device on those of analog
 * units.)
 */
function identity({ hash, scenario, packageVersion, where }: OpenOptions): string {
  const node = process.versions.node.split('.')[0];
  const device = scenario.units.kind === 'analog' ? `, ${where}` : '';
  return `${hash} seed ${scenario.seed}, scarce ${packageVersion}, Node ${node}, ${process.arch}${device}`;
}

/** Saves states when they are due, by time or by number, and when the work is interrupted. */
export interface Checkpoints<State> {
  /** Saves the last state, before results are written: a failure of that then costs no computing, or a second at most. */
  readonly saveLast: (position: number, state: () => State) => void;
  /** Called at places where the work could go on from; true tells it to stop there. */
  readonly between: (position: number, state: () => State) => Promise<boolean>;
}

/**
 * @param elapsedMs milliseconds of computing so far, those before a resumption included
 * @param beforeFirst called before the first state is saved: from then on there is something to resume
 */
export function scheduleCheckpoints<State>(
  options: OpenOptions,
  directory: string,
  elapsedMs: () => number,
  beforeFirst: () => void = () => {},
): Checkpoints<State> {
  let lastSaved = performance.now();
  let lastSaveMs = 0;
  let isFirst = true;
  const save = (position: number, state: State): void => {
    const start = performance.now();
    if (isFirst) beforeFirst();
    isFirst = false;
    saveCheckpoint(directory, position, state, identity(options), elapsedMs());
    lastSaved = performance.now();
    lastSaveMs = lastSaved - start;
  };
  const due = (position: number): boolean =>
    options.checkpointEvery === undefined
      ? performance.now() - lastSaved >= checkpointInterval(lastSaveMs, options.checkpointSeconds)
      : position % options.checkpointEvery === 0;
  return {
    saveLast(position, state) {
      if (options.form === 'folded' && performance.now() - lastSaved < LEAST_WORTH_MS) return;
      save(position, state());
    },
    async between(position, state) {
      const stop = options.interrupted?.aborted === true;
      if (stop || due(position)) save(position, state());
      return stop;
    },
  };
}
