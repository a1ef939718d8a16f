import { dirname } from 'node:path';
import { namesIn } from '../../store/names-in.js';
import { layout } from '../layout.js';

const LEASE_NAME = /^([^.]+)\.(\d+)\.lease$/;

/** Id and number in the name of a lease file; null for any other name. */
export function parseLeaseName(name: string): { readonly id: string; readonly n: number } | null {
  const [, id, n] = name.match(LEASE_NAME) ?? [];
  return id === undefined ? null : { id, n: Number(n) };
}

/** Numbers of all leases of a point, in no order. */
export function leaseNumbers(directory: string, id: string): number[] {
  return namesIn(dirname(layout.lease(directory, id, 0))).flatMap((name) => {
    const lease = parseLeaseName(name);
    return lease?.id === id ? [lease.n] : [];
  });
}
