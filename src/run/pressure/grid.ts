import type { RepeatState } from '../../pressure/splitting/repeat.js';
import type { PressureSpec } from '../../scenario/scenario.js';

/**
 * Thresholds at which repeats are pooled, from the prior on; the last is the one that was asked for: the score of `until`,
 * or, until so many bits, the nearest of the scores at which repeats ended, since it lies within all of them.
 *
 * Between them stand the levels of the first repeat that reached its end, and the score up to which all repeats that did
 * have come (of all, where every one is stuck, together with the levels of the one that came furthest).
 */
export function poolingGrid(repeats: readonly RepeatState[], { until, direction }: PressureSpec): number[] {
  const ascent = direction === 'open' ? 1 : -1;
  const beyond = (a: number, b: number): boolean => ascent * a > ascent * b;
  const nearest = (values: readonly number[]): number => values.reduce((near, v) => (beyond(near, v) ? v : near));
  const furthest = repeats.reduce((far, repeat) => (beyond(repeat.threshold, far.threshold) ? repeat : far));
  const finished = repeats.filter(({ ended }) => ended !== 'stuck');
  const pilot = finished[0] ?? furthest;
  const common = nearest((finished.length > 0 ? finished : repeats).map(({ threshold }) => threshold));
  const end = until.kind === 'strength' ? until.value : common;
  // All of the prior, also for repeats that began from other draws.
  const start = nearest(repeats.map(({ levels }) => levels[0]!.threshold));
  const between = [...pilot.levels.filter(({ inner }) => !inner).map(({ threshold }) => threshold), common]
    .filter((threshold) => beyond(threshold, start) && beyond(end, threshold))
    .sort((a, b) => ascent * (a - b));
  return [start, ...between, end].filter((threshold, i, all) => i === 0 || threshold !== all[i - 1]);
}
