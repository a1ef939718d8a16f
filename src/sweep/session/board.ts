import type { LeaseProgress } from '../claim/lease-record.js';
import type { PointCommand } from '../design/records.js';

const COMMANDS: readonly PointCommand[] = ['run', 'pressure'];

/** What a thread that computes a run and the main thread tell each other: shared memory, since it is looked at often. */
export interface Board {
  /** `[1 + place in COMMANDS (0: nothing yet), done, total, from, elapsed ms]` */
  readonly figures: Float64Array;
  /** `[1 where the run is to stop]` */
  readonly stop: Int32Array;
}

export function createBoard(): Board {
  return {
    figures: new Float64Array(new SharedArrayBuffer(5 * 8)),
    stop: new Int32Array(new SharedArrayBuffer(4)),
  };
}

export function writeProgress({ figures }: Board, { command, done, total, from, elapsedMs }: LeaseProgress): void {
  figures.set([1 + COMMANDS.indexOf(command), done, total, from, elapsedMs]);
}

/** Null before the first step. */
export function readProgress({ figures }: Board): LeaseProgress | null {
  const [command, done, total, from, elapsedMs] = figures;
  if (command === 0) return null;
  return { command: COMMANDS[command! - 1]!, done: done!, total: total!, from: from!, elapsedMs: elapsedMs! };
}

/** Tells the thread to stop at the next place where it can go on from. */
export function askToStop({ stop }: Board): void {
  Atomics.store(stop, 0, 1);
}

export function isToStop({ stop }: Board): boolean {
  return Atomics.load(stop, 0) === 1;
}
