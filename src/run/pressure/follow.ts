import type { RepeatState } from '../../pressure/splitting/repeat.js';
import type { Checkpoints } from '../checkpoints.js';
import type { EnumerationTask, LevelTask, MeasuredGenotypes } from './task.js';

/** All repeats as a checkpoint holds them; null for one that has not begun. */
export type Repeats = readonly (RepeatState | null)[];

/** How far the repeats are. */
export interface PressureProgress {
  readonly repeats: number;
  readonly ended: number;
  /** Levels of all repeats so far. */
  readonly levels: number;
  /** Means over all repeats: of the bits of pressure, and of the threshold reached. */
  readonly bits: number;
  readonly threshold: number;
  /** Of the way to what was asked for, 0 to 1: nobody knows how many levels there will be. */
  readonly share: number;
}

/** Does one task, wherever it may be. */
export interface PressurePool {
  /** Tasks that it does at once. */
  readonly lanes: number;
  run(task: LevelTask): Promise<RepeatState>;
  enumerate(task: EnumerationTask): Promise<MeasuredGenotypes>;
  close(): Promise<void>;
}

/** Levels of all repeats together, π itself not counted: where a checkpoint stands. */
export const levelsOf = (repeats: Repeats): number =>
  repeats.reduce((sum, repeat) => sum + (repeat === null ? 0 : repeat.levels.length), 0);

/**
 * Takes every repeat to its end, level by level, as many at once as the pool has lanes. A repeat is a chain of pure steps,
 * so the same states come out whichever lane takes which, and however often all of it was interrupted.
 *
 * @returns null where `between` stopped it; the states so far are then in a checkpoint
 */
export async function followRepeats(
  pool: PressurePool,
  start: Repeats,
  { between }: Pick<Checkpoints<Repeats>, 'between'>,
  onProgress?: (progress: Omit<PressureProgress, 'share'>) => void,
): Promise<readonly RepeatState[] | null> {
  const states = [...start];
  const waiting = [...states.keys()].filter((r) => (states[r] ?? null) === null || states[r]!.ended === null);
  let stopped = false;
  const lane = async (): Promise<void> => {
    for (let r = waiting.shift(); r !== undefined && !stopped; r = waiting.shift()) {
      const state = states[r] ?? null;
      const next = await pool.run({ kind: 'level', repeat: r, state: state === null ? null : lastLevelOnly(state) });
      states[r] = state === null ? next : joined(state, next);
      if (next.ended === null) waiting.push(r);
      onProgress?.(progressOf(states));
      if (await between(levelsOf(states), () => [...states])) stopped = true;
    }
  };
  await Promise.all(Array.from({ length: pool.lanes }, lane));
  return stopped ? null : (states as RepeatState[]);
}

/** All that the next level needs: a worker is not sent what it does not look at. */
function lastLevelOnly(state: RepeatState): RepeatState {
  return { ...state, levels: state.levels.slice(-1) };
}

/** The state after a step that knew only the last level, with all the levels before it. */
function joined(before: RepeatState, after: RepeatState): RepeatState {
  return { ...after, levels: [...before.levels, ...after.levels.slice(1)] };
}

function progressOf(states: Repeats): Omit<PressureProgress, 'share'> {
  const begun = states.filter((state) => state !== null);
  const sum = (value: (state: RepeatState) => number): number =>
    begun.reduce((total, state) => total + value(state), 0) / states.length;
  return {
    repeats: states.length,
    ended: begun.filter(({ ended }) => ended !== null).length,
    levels: levelsOf(states),
    bits: sum(({ bits }) => bits),
    threshold: sum(({ threshold }) => threshold),
  };
}
