import type { PointCommand } from '../design/records.js';

/** What a lease file holds: who computes a point, and how far it is. Rewritten at every beat; the file's time is the beat. */
export interface LeaseRecord {
  readonly id: string;
  /** Of this one claim: 16 hexadecimal digits that no other claim has. */
  readonly token: string;
  readonly host: string;
  readonly pid: number;
  /** Of the cluster's scheduler, e.g. `1234_7`; null outside one. */
  readonly job: string | null;
  /** ISO 8601, by the holder's own clock: for people, never compared. */
  readonly since: string;
  /** Null before the first step is reported. */
  readonly progress: LeaseProgress | null;
}

export interface LeaseProgress {
  readonly command: PointCommand;
  /** Generations of a run, levels of a pressure curve. */
  readonly done: number;
  readonly total: number;
  /** What was done when this holder began. */
  readonly from: number;
  /** Milliseconds that the holder has spent on this command, here alone. */
  readonly elapsedMs: number;
}

/** What a file in `failed/` holds. */
export interface FailureRecord {
  readonly id: string;
  readonly seed: string;
  /** `path=value` each. */
  readonly overrides: readonly string[];
  /** Oldest first. */
  readonly attempts: readonly FailedAttempt[];
}

export interface FailedAttempt {
  readonly command: PointCommand;
  /** Of the input (never retried), the machine, or the program. */
  readonly kind: 'input' | 'machine' | 'program';
  /** The message; of the program's own faults the stack trace. */
  readonly error: string;
  readonly host: string;
  /** ISO 8601, by the holder's clock. */
  readonly time: string;
}
