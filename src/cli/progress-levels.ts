import type { PressureProgress } from '../run/pressure/follow.js';
import type { ProgressStyle } from './progress.js';

const STEPS = 1000;

/** A pressure curve shows how much of the way to the bits, or to the strength, is done. */
export const levels: ProgressStyle<PressureProgress> = {
  bar: '{left} left  {state}',
  done: ({ share }) => Math.floor(STEPS * share),
  total: () => STEPS,
  state: ({ ended, repeats, bits, threshold }) =>
    `${ended} of ${repeats} repeats done, ${bits.toFixed(1)} bits, score ${threshold.toFixed(4)}`,
  line: ({ ended, repeats, levels: count, bits, threshold }) =>
    `${ended} of ${repeats} repeats done, ${count} levels: ${bits.toFixed(1)} bits and score ${threshold.toFixed(4)} so far on average`,
  isLast: ({ ended, repeats }) => ended === repeats,
};
