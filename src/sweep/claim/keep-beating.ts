import { beat, type Lease } from './lease.js';
import type { LeaseProgress } from './lease-record.js';

/** What is told of a lease that beats by itself. */
export interface BeatOptions {
  /** Seconds between two beats. */
  readonly every: number;
  readonly progress?: (() => LeaseProgress | null) | undefined;
  /** The lease was taken over: what it was for must not go on. Told once; it beats no more. */
  readonly onLost: () => void;
  /** A beat that could not be written; the next one may be. */
  readonly onTrouble: (error: unknown) => void;
}

/** Gives a lease its beats until the returned function is called, or it is lost. */
export function keepBeating(lease: Lease, { every, progress, onLost, onTrouble }: BeatOptions): () => void {
  const timer = setInterval(() => {
    try {
      if (beat(lease, progress?.() ?? null)) return;
      clearInterval(timer);
      onLost();
    } catch (error) {
      onTrouble(error);
    }
  }, every * 1000);
  return () => clearInterval(timer);
}
