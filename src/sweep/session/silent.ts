import { seeLeases } from '../claim/see-leases.js';
import type { Point } from '../design/records.js';

/**
 * Tells points whose holders may be dead from those whose holders live: a sign of life since the first look is proof. What
 * a process left that was killed a moment ago looks like a lease of one that works, until it is stale.
 */
export function silenceOf(directory: string): (points: readonly Point[]) => Point[] {
  /** What was seen of each lease first. */
  const first = new Map<string, string>();
  return (points) => {
    const leases = seeLeases(directory);
    return points.filter(({ id }) => {
      const trace = leases.get(id)?.trace;
      // Released since it was tried: it may be claimed now.
      if (trace === undefined) return true;
      if (!first.has(id)) first.set(id, trace);
      return first.get(id) === trace;
    });
  };
}
