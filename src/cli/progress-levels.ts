import type { PressureProgress } from '../run/pressure/follow.js';
import type { PressureSpec } from '../scenario/scenario.js';
import type { ProgressStyle } from './progress.js';

/** Steps of the bar: nobody knows how many levels there will be, only how far they are to lead. */
const STEPS = 1000;

/**
 * How far a pressure curve is: the share of the bits, or of the strength, that was asked for. Downwards to a strength no
 * share is known, and the repeats that are done are counted.
 */
export function levels({ until, direction }: PressureSpec): ProgressStyle<PressureProgress> {
  const share = ({ bits, threshold, ended, repeats }: PressureProgress): number => {
    if (ended === repeats) return 1;
    if (until.kind === 'bits') return bits / until.value;
    return direction === 'open' ? threshold / until.value : ended / repeats;
  };
  return {
    bar: 'pressure  {eta} left  {state}',
    done: (progress) => Math.floor(STEPS * Math.min(1, share(progress))),
    total: () => STEPS,
    state: ({ ended, repeats, bits, threshold }) =>
      `${ended} of ${repeats} repeats done, ${bits.toFixed(1)} bits, score ${threshold.toFixed(4)}`,
    line: ({ ended, repeats, levels: count, bits, threshold }) =>
      `${ended} of ${repeats} repeats done, ${count} levels: ${bits.toFixed(1)} bits and score ${threshold.toFixed(4)} so far on average`,
    isLast: ({ ended, repeats }) => ended === repeats,
  };
}
