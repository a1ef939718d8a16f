import type { FailureRecord, LeaseRecord } from '../claim/lease-record.js';
import type { Point } from '../design/records.js';

/** A point that somebody computes, or did until its process died. */
export interface HeldPoint {
  readonly point: Point;
  /** Null where it cannot be read: in the middle of a beat, or cut short by a crash of the machine. */
  readonly holder: LeaseRecord | null;
  /** Seconds since its last sign of life, by the file system's clock. */
  readonly ageSeconds: number;
}

/** A point whose attempts are used up. */
export interface FailedPoint {
  readonly point: Point;
  readonly record: FailureRecord;
}

/** How many points there are in each state: the states are apart and add up to `points`. */
export interface StateCounts {
  readonly points: number;
  readonly done: number;
  readonly running: number;
  /** Held by a process that gives no sign of life: whoever works on the sweep takes them over. */
  readonly stale: number;
  /** For good. */
  readonly failed: number;
  readonly missing: number;
}

/** How long a sweep will still take. */
export type TimeLeft =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'known';
      readonly seconds: number;
      readonly coreSeconds: number;
      /** Runs computed at once now. */
      readonly atOnce: number;
      /** Finished runs that it is told from. */
      readonly measured: number;
    }
  | {
      readonly kind: 'unknown';
      readonly reason: string;
      /** Of those points whose time can be told; null where that is none. */
      readonly coreSeconds: number | null;
    };

/** A sweep as its files show it. */
export interface SweepStatus {
  readonly directory: string;
  readonly name: string;
  /**
   * `done`: every point is finished; `failed`: every point is, or failed for good; `running`: somebody is at work;
   * `idle`: something is left, and nobody is at work.
   */
  readonly status: 'done' | 'failed' | 'running' | 'idle';
  readonly counts: StateCounts;
  /** Of the missing, stale and running points those of which an attempt has failed, with attempts left. */
  readonly toBeRetried: number;
  /** Finished runs that are no points of the present design: kept, and not in the merged tables. */
  readonly outside: number;
  /** In the order of the points, as are the others. */
  readonly running: readonly HeldPoint[];
  readonly stale: readonly HeldPoint[];
  readonly failed: readonly FailedPoint[];
  readonly timeLeft: TimeLeft;
  /** What could not be found out, and why. */
  readonly notes: readonly string[];
}
