import type { Running, SessionCounts } from '../sweep/session/events.js';
import { formatCount, formatRate } from './format-amounts.js';
import type { ProgressStyle } from './progress.js';

/** What a session tells of itself. */
export interface RunsProgress {
  readonly counts: SessionCounts;
  readonly running: readonly Running[];
}

/** Steps of the bar: parts of runs count too. */
const STEPS = 1000;

/** Runs that are over, and the parts of those under way. */
function overOf({ counts, running }: RunsProgress): number {
  const parts = running.reduce((sum, { progress }) => {
    return sum + (progress === null || progress.total === 0 ? 0 : Math.min(1, progress.done / progress.total));
  }, 0);
  return counts.finished + counts.failed + parts;
}

/**
 * A sweep counts its runs, whoever computes them. The rate is of all that was finished since the session began.
 *
 * @param clock milliseconds
 */
export function runsStyle(clock: () => number = () => performance.now()): ProgressStyle<RunsProgress> {
  let first: { readonly finished: number; readonly at: number } | null = null;
  const rate = ({ counts }: RunsProgress): string => {
    first ??= { finished: counts.finished, at: clock() };
    const done = counts.finished - first.finished;
    return done === 0 ? '' : `, ${formatRate((1000 * done) / (clock() - first.at))}`;
  };
  const state = (step: RunsProgress): string => {
    const { points, finished, failed, here } = step.counts;
    const bad = failed === 0 ? '' : `, ${failed} failed`;
    return `${finished} of ${formatCount(points, 'run')}${bad}, ${here} under way${rate(step)}`;
  };
  // Parts of first runs tell little: threads start, code warms up, small runs come beside large ones.
  let atOnce = 1;
  const isTold = ({ counts }: RunsProgress): boolean => {
    atOnce = Math.max(atOnce, counts.here);
    return first !== null && counts.finished - first.finished >= atOnce;
  };
  return {
    isTold,
    bar: '{left} left  {state}',
    done: (step) => Math.floor(STEPS * overOf(step)),
    total: ({ counts }) => STEPS * counts.points,
    state,
    line: state,
    isLast: ({ counts }) => counts.finished + counts.failed === counts.points,
  };
}
