import { createHash } from 'node:crypto';
import { sortedKeys } from '../../base/order.js';
import type { Sweep } from '../design/records.js';
import type { FinishedPoints } from '../finished.js';
import { nounOf } from './notes.js';
import type { FinishedPoint } from './points-table.js';
import { TABLES_VERSION } from './tables-record.js';

/** The packed points of the present design, in its order, and what is said of packed runs that are none. */
export function finishedIn(sweep: Sweep, known: FinishedPoints): { finished: FinishedPoint[]; notes: string[] } {
  const finished = sweep.points.flatMap((point) => {
    const run = known.packed(point.id);
    return run === null ? [] : [{ point, run }];
  });
  const ids = new Set(sweep.points.map(({ id }) => id));
  const others = [...known.ids()].filter((id) => !ids.has(id)).length;
  const notes =
    others === 0
      ? []
      : [`${nounOf(others, 'finished run')} of earlier designs of this sweep left out; they stay stored`];
  return { finished, notes };
}

/**
 * The digest of the merged tables (64 hexadecimal digits): over the version of their making, the axes, and the finished
 * points with the digests of their results. Equal for equal sweeps, however they were computed.
 */
export function keyOf({ axes }: Sweep, finished: readonly FinishedPoint[]): string {
  const hash = createHash('sha256').update(JSON.stringify([TABLES_VERSION, axes]));
  for (const { point, run } of finished) {
    const { index, coordinates, replicate } = point;
    const digests = sortedKeys(run.digests).map((part) => [part, run.digests[part]]);
    hash.update(JSON.stringify([index, coordinates, replicate, run.id, digests]));
  }
  return hash.digest('hex');
}
