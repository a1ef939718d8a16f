import type { Axis, Coordinate, Point } from '../design/records.js';
import { type MeasuredCost, nearestCosts } from './nearest-costs.js';
import type { HeldPoint, TimeLeft } from './records.js';

/** What is known of a sweep's course. */
export interface Course {
  readonly axes: readonly Axis[];
  readonly points: readonly Point[];
  /** Nobody is at these; stale ones among them. */
  readonly waiting: readonly Point[];
  readonly running: readonly HeldPoint[];
  /** Finished runs of this design whose time is known. */
  readonly measured: readonly MeasuredCost[];
  /** Commands of a point: a lease tells of one of them only. */
  readonly commands: number;
}

/** The reason where all is known but how much is done at once. */
export const NOBODY = 'nobody is at work';

/** Share of a run after which its own pace tells how long it will take. */
const LEAST_SHARE = 0.1;

/**
 * How long a sweep will still take, as far as finished and running runs tell. Nothing is made up: where no run near the
 * missing ones has finished, or nobody is at work, it says so.
 */
export function timeLeft({ axes, points, waiting, running, measured, commands }: Course): TimeLeft {
  if (waiting.length === 0 && running.length === 0) return { kind: 'none' };
  const paces = commands === 1 ? running.flatMap(byItsPace) : [];
  const all = [...measured, ...paces];
  if (all.length === 0) return { kind: 'unknown', reason: 'no run has finished yet', coreSeconds: null };
  const { costOf, isTold, unseen } = nearestCosts(points, all);

  const untold = [...waiting, ...running.map(({ point }) => point)].filter((point) => !isTold(point));
  const waitingMs = waiting.filter(isTold).reduce((sum, point) => sum + costOf(point), 0);
  const rests = running.filter(({ point }) => isTold(point)).map((held) => restOf(held, commands, costOf(held.point)));
  const coreSeconds = (waitingMs + rests.reduce((sum, ms) => sum + ms, 0)) / 1000;
  if (untold.length > 0) return { kind: 'unknown', reason: whyUntold(axes, unseen, untold), coreSeconds };
  if (running.length === 0) return { kind: 'unknown', reason: NOBODY, coreSeconds };
  const seconds = Math.max(coreSeconds / running.length, ...rests.map((ms) => ms / 1000));
  return { kind: 'known', seconds, coreSeconds, atOnce: running.length, measured: measured.length };
}

/** What a run that is under way will have taken, where it is far enough to tell. */
function byItsPace(held: HeldPoint): MeasuredCost[] {
  const ms = paceOf(held);
  return ms === null ? [] : [{ coordinates: held.point.coordinates, ms }];
}

function paceOf({ holder }: HeldPoint): number | null {
  const progress = holder?.progress;
  if (!progress || progress.done - progress.from < LEAST_SHARE * progress.total || progress.total === 0) return null;
  return (progress.elapsedMs * progress.total) / (progress.done - progress.from);
}

/** Milliseconds that a running point still takes: by its own pace, or by what points like it took. */
function restOf(held: HeldPoint, commands: number, expectedMs: number): number {
  const progress = held.holder?.progress;
  if (!progress) return expectedMs;
  if (commands > 1 || progress.total === 0) return Math.max(0, expectedMs - progress.elapsedMs);
  return (paceOf(held) ?? expectedMs) * Math.max(0, 1 - progress.done / progress.total);
}

/** The first axis that has values of which nothing is known. */
function whyUntold(
  axes: readonly Axis[],
  unseen: readonly ReadonlySet<Coordinate>[],
  untold: readonly Point[],
): string {
  const strange = axes.map(
    (_, a) => new Set(untold.map(({ coordinates }) => coordinates[a]!).filter((value) => unseen[a]!.has(value))),
  );
  const axis = strange.findIndex(({ size }) => size > 0);
  const values = [...strange[axis]!];
  const list = values.length > 3 ? `${values.slice(0, 3).join(', ')}, …` : values.join(' or ');
  return `no run with ${axes[axis]!.name} ${list} has finished yet`;
}
