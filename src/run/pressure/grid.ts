import type { RepeatState } from '../../pressure/splitting/repeat.js';
import type { PressureSpec } from '../../scenario/scenario.js';

/**
 * Where repeats are compared: at the levels of the first that reached its end (of the one that came furthest where all
 * are stuck), up to the threshold asked for. That is the score of `until`, or, until so many bits, the nearest of the
 * thresholds at which repeats ended, since it lies within all of them.
 */
export function poolingGrid(repeats: readonly RepeatState[], { until, direction }: PressureSpec): number[] {
  const ascent = direction === 'open' ? 1 : -1;
  const beyond = (a: number, b: number): boolean => ascent * a > ascent * b;
  const finished = repeats.filter(({ ended }) => ended !== 'stuck');
  const furthest = repeats.reduce((far, repeat) => (beyond(repeat.threshold, far.threshold) ? repeat : far));
  const pilot = finished[0] ?? furthest;
  const end =
    until.kind === 'strength'
      ? until.value
      : (finished.length > 0 ? finished : [furthest])
          .map(({ threshold }) => threshold)
          .reduce((near, threshold) => (beyond(near, threshold) ? threshold : near));
  // All of the prior, also for repeats that began from other draws.
  const start = repeats
    .map(({ levels }) => levels[0]!.threshold)
    .reduce((first, threshold) => (beyond(first, threshold) ? threshold : first));
  const between = pilot.levels
    .filter(({ inner, threshold }) => !inner && beyond(threshold, start) && beyond(end, threshold))
    .map(({ threshold }) => threshold);
  return [start, ...between, end].filter((threshold, i, all) => i === 0 || threshold !== all[i - 1]);
}
