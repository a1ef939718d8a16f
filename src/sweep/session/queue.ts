import { setTimeout } from 'node:timers/promises';
import { breathe } from '../../run/worker-pool.js';
import { type ClaimOptions, claim, type Lease, release } from '../claim/lease.js';
import type { Point } from '../design/records.js';
import type { Roster } from './roster.js';
import { silenceOf } from './silent.js';

/** A point that this process may compute now. */
export interface Claimed {
  readonly point: Point;
  readonly lease: Lease;
}

export interface QueueOptions extends ClaimOptions {
  /**
   * Whether to wait for points that other processes hold, to take over those that go stale, until none is left; else only
   * for those whose holders give no sign of life, until they do or are stale.
   */
  readonly wait: boolean;
  /** Seconds between two looks at what others hold. */
  readonly every: number;
  /** Aborted where no further point is to be claimed. */
  readonly signal: AbortSignal;
  /** Points that others hold are waited for, so many. */
  readonly onWait: (held: number) => void;
}

/** Hands out points, one after another, in an order of one's own. */
export interface Queue {
  /** The next one that can be claimed; null where nothing is left to claim. Any number of askers may wait at once. */
  next(): Promise<Claimed | null>;
  /** Puts a point that failed behind all others. */
  again(point: Point): void;
}

const TRIES_AT_ONCE = 50;

export function openQueue(
  directory: string,
  order: readonly Point[],
  roster: Roster,
  { wait, every, signal, onWait, ...claims }: QueueOptions,
): Queue {
  /** In passes: whatever others hold is looked at again in the next one. */
  let pass = order.filter(({ id }) => roster.isOpen(id));
  let place = 0;
  let left: Point[] = [];
  /** Whether another pass may find more than this one without waiting. */
  let isWorthwhile = false;
  let pause: Promise<void> | null = null;
  const silent = silenceOf(directory);

  const tryPoint = (point: Point): Lease | null => {
    if (!roster.look(point.id)) return null;
    const lease = claim(directory, point.id, claims);
    if (lease === null) {
      left.push(point);
      return null;
    }
    // Between the first look and the claim another may have finished it and released.
    if (roster.look(point.id)) return lease;
    release(lease);
    return null;
  };

  const waitForOthers = async (): Promise<void> => {
    onWait(left.length);
    await setTimeout(every * 1000, undefined, { signal }).catch(() => {});
    pause = null;
    if (!signal.aborted) roster.refresh();
    isWorthwhile = true;
  };

  return {
    again(point) {
      left.push(point);
      isWorthwhile = true;
    },
    async next() {
      while (!signal.aborted) {
        while (place < pass.length && !signal.aborted) {
          const point = pass[place++]!;
          const lease = tryPoint(point);
          if (lease === null) {
            // Signals, and signs of life of the runs under way, have their turn however many points others hold.
            if (place % TRIES_AT_ONCE === 0) await breathe();
            continue;
          }
          isWorthwhile = true;
          return { point, lease };
        }
        left = left.filter(({ id }) => roster.isOpen(id));
        if (left.length === 0) return null;
        if (isWorthwhile) {
          [pass, place, left, isWorthwhile] = [left, 0, [], false];
        } else {
          if (!wait) left = silent(left);
          if (left.length === 0) return null;
          await (pause ??= waitForOthers());
        }
      }
      return null;
    },
  };
}
