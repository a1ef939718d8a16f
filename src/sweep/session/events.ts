import type { FailedAttempt, LeaseProgress, LeaseRecord } from '../claim/lease-record.js';
import type { Point } from '../design/records.js';

/** A run that this process computes now. */
export interface Running {
  readonly point: Point;
  /** Null before its first step. */
  readonly progress: LeaseProgress | null;
}

/** How many points there are of each kind; the kinds are apart and add up to all points. */
export interface SessionCounts {
  readonly points: number;
  readonly finished: number;
  /** For good. */
  readonly failed: number;
  /** Being computed by this process. */
  readonly here: number;
  /** The rest: not begun, or held by other processes. */
  readonly left: number;
}

/** What a session tells while it goes on. */
export type SessionEvent =
  /** A run begins, where `from` says by whom it was left unfinished. */
  | { readonly kind: 'claimed'; readonly point: Point; readonly from: LeaseRecord | null }
  /** About once a second, and after every event that changes the counts. */
  | { readonly kind: 'progress'; readonly counts: SessionCounts; readonly running: readonly Running[] }
  /** A run is finished and its result is in place; `isFirst` is false where another process had put it there before. */
  | { readonly kind: 'finished'; readonly point: Point; readonly elapsedMs: number; readonly isFirst: boolean }
  /** An attempt failed and is recorded; `left` attempts are left. */
  | { readonly kind: 'failed'; readonly point: Point; readonly attempt: FailedAttempt; readonly left: number }
  /** Another process took the run over, since this one gave no sign of life in time. */
  | { readonly kind: 'lost'; readonly point: Point }
  /** A run left unfinished, with a checkpoint. */
  | { readonly kind: 'stopped'; readonly point: Point }
  /** Nothing is left to claim; other processes still compute so many points, which are waited for. */
  | { readonly kind: 'waiting'; readonly held: number }
  /** What is good to know, and what nobody should miss; of a run where `point` is given. */
  | { readonly kind: 'note' | 'warning'; readonly point: Point | null; readonly text: string };

/** How a session ended. */
export interface SessionOutcome {
  /**
   * `done`: nothing is left that this process could compute; `stopped`: by a signal, before that. Whether every point is
   * finished, or some failed for good or are still held by other processes, the counts say.
   */
  readonly status: 'done' | 'stopped';
  readonly counts: SessionCounts;
  /** Results that this process put in place. */
  readonly computed: number;
}
