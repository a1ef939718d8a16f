import { attemptsLeft, readFailure, readFailures } from '../claim/failures.js';
import type { Sweep } from '../design/records.js';
import { finishedPoints } from '../finished.js';

/** What is known of the points of a sweep: those that need no more work, and the rest. */
export interface Roster {
  /** As of the last look. */
  isOpen(id: string): boolean;
  /** Looks for this one now. */
  look(id: string): boolean;
  /** Looks at all files again. */
  refresh(): void;
  /** The same where the last look is long ago, also in comparison with what it took: what others finish is counted too. */
  keepUp(): void;
  setFinished(id: string): void;
  setFailed(id: string): void;
  readonly finished: number;
  /** For good. */
  readonly failed: number;
}

/** Milliseconds between two looks at all files, at least. */
const LEAST_INTERVAL_MS = 10_000;

/** At most one part in this many of the time goes to them. */
const TIME_SHARE = 50;

export function openRoster({ points, retries }: Sweep, directory: string): Roster {
  const results = finishedPoints(directory);
  const finished = new Set<string>();
  const failed = new Set<string>();
  const isOpen = (id: string): boolean => !finished.has(id) && !failed.has(id);
  const note = (failures = readFailures(directory)): void => {
    failed.clear();
    for (const { id } of points) {
      if (results.has(id)) finished.add(id);
      const failure = failures.get(id);
      if (!finished.has(id) && failure !== undefined && attemptsLeft(failure, retries) === 0) failed.add(id);
    }
  };
  let lookedAt = 0;
  let lookMs = 0;
  const refresh = (): void => {
    const start = performance.now();
    results.refresh();
    note();
    lookedAt = performance.now();
    lookMs = lookedAt - start;
  };
  refresh();
  return {
    isOpen,
    look(id) {
      if (results.look(id)) {
        finished.add(id);
        failed.delete(id);
        return false;
      }
      const failure = readFailure(directory, id);
      if (failure !== null && attemptsLeft(failure, retries) === 0) failed.add(id);
      else failed.delete(id);
      return isOpen(id);
    },
    refresh,
    keepUp() {
      if (performance.now() - lookedAt > Math.max(LEAST_INTERVAL_MS, TIME_SHARE * lookMs)) refresh();
    },
    setFinished(id) {
      finished.add(id);
      failed.delete(id);
    },
    setFailed: (id) => void failed.add(id),
    get finished() {
      return finished.size;
    },
    get failed() {
      return failed.size;
    },
  };
}
