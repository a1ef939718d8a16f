import { layout } from '../layout.js';
import type { Lease } from './lease.js';
import { seeLease } from './lease-file.js';
import { leaseNumbers } from './lease-names.js';
import type { LeaseRecord } from './lease-record.js';

/**
 * The holders before this one that died in a row without a step that they told of, the last of them first: what no process
 * can report that is killed for its memory, and so takes those after it along.
 *
 * They are known by their leases, which stand until a release. One that cannot be read ends the row.
 */
export function fruitlessDeaths({ directory, n, record: { id } }: Lease): LeaseRecord[] {
  const earlier = leaseNumbers(directory, id)
    .filter((number) => number < n)
    .sort((a, b) => b - a);
  const deaths: LeaseRecord[] = [];
  for (const number of earlier) {
    const record = seeLease(layout.lease(directory, id, number), number)?.record ?? null;
    if (record === null || hasStepped(record)) break;
    deaths.push(record);
  }
  return deaths;
}

function hasStepped({ progress }: LeaseRecord): boolean {
  return progress !== null && progress.done > progress.from;
}
