import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { guardFiles } from '../../store/device-fault.js';
import { layout } from '../layout.js';
import type { Claimant } from './claimant.js';
import { fileSystemNow } from './file-clock.js';
import { type LeaseSighting, rewriteLease, seeLease } from './lease-file.js';
import { leaseNumbers } from './lease-names.js';
import type { LeaseProgress, LeaseRecord } from './lease-record.js';
import { placeLease } from './place-lease.js';

/** A lease that was given to this process: plain data, so that any thread of it can ask whether it still stands. */
export interface Lease {
  /** Of the sweep. */
  readonly directory: string;
  /** The highest number of all leases of the point, while it holds. */
  readonly n: number;
  readonly record: LeaseRecord;
  /** Whose stale lease this one takes over; null where the point was free, or that lease could not be read. */
  readonly from: LeaseRecord | null;
}

export interface ClaimOptions {
  readonly claimant: Claimant;
  /** Seconds without a beat after which a lease may be taken over. */
  readonly stale: number;
  /** Time of the sweep's file system, ms; given in tests. */
  readonly now?: (() => number) | undefined;
}

/**
 * Asks for a point (or anything else with a name of letters and digits); null where somebody else holds it or was faster.
 *
 * Leases are numbered, and the highest number holds. A free point takes lease 0, one whose lease n is stale takes n + 1;
 * either is made by link(2), in which one of several succeeds. What was seen before may be long gone by then (taken over
 * and released, say), so a claim looks again and withdraws unless all is as it was judged.
 *
 * Two hold a point at once only where one of them gave no beat for longer than `stale`; it learns so by its next
 * {@link beat} or {@link holds}.
 *
 * @throws DeviceError where the sweep's directory cannot be written
 */
export function claim(directory: string, id: string, options: ClaimOptions): Lease | null {
  const judged = highestLease(directory, id);
  if (judged === 'gone') return null;
  if (judged !== null && ageOf(directory, judged, options.now) <= options.stale) return null;
  const n = judged === null ? 0 : judged.n + 1;
  const record: LeaseRecord = {
    ...{ id, token: randomBytes(8).toString('hex'), ...options.claimant },
    ...{ since: new Date().toISOString(), progress: null },
  };
  if (!placeLease(layout.lease(directory, id, n), record)) return null;
  const lease: Lease = { directory, n, record, from: judged?.record ?? null };
  const others = highestLease(directory, id, n);
  if (others !== 'gone' && others?.trace === judged?.trace && others?.n === judged?.n) return lease;
  withdraw(lease);
  return null;
}

/** Gives a sign of life; false where the lease was taken over or is gone. */
export function beat(lease: Lease, progress: LeaseProgress | null): boolean {
  return rewriteLease(fileOf(lease), { ...lease.record, progress }) && isHighest(lease);
}

/** Whether a lease still stands. */
export function holds(lease: Lease): boolean {
  return isOwn(lease) && isHighest(lease);
}

/**
 * Gives a point free. Lower leases go first, so that the point is held until the last moment. Where the lease was taken
 * over, the taker's stays.
 */
export function release(lease: Lease): void {
  const { directory, n, record } = lease;
  for (const number of leaseNumbers(directory, record.id)) {
    if (number < n) remove(layout.lease(directory, record.id, number));
  }
  withdraw(lease);
}

/**
 * Seconds since the last beat of a lease, by the file system's clock.
 *
 * @param now reads that clock, ms
 */
export function ageOf(
  directory: string,
  { beatAt }: LeaseSighting,
  now = () => fileSystemNow(layout.claims(directory)),
): number {
  return (now() - beatAt) / 1000;
}

/** The highest lease of a point but for one's own; null where there is none, `gone` where it went while being looked at. */
function highestLease(directory: string, id: string, own?: number): LeaseSighting | null | 'gone' {
  const numbers = leaseNumbers(directory, id).filter((number) => number !== own);
  if (numbers.length === 0) return null;
  const n = Math.max(...numbers);
  return seeLease(layout.lease(directory, id, n), n) ?? 'gone';
}

function isHighest({ directory, n, record }: Lease): boolean {
  return Math.max(...leaseNumbers(directory, record.id)) === n;
}

function isOwn(lease: Lease): boolean {
  return seeLease(fileOf(lease), lease.n)?.token === lease.record.token;
}

/** Removes a lease where it is still one's own. */
function withdraw(lease: Lease): void {
  if (isOwn(lease)) remove(fileOf(lease));
}

function fileOf({ directory, n, record }: Lease): string {
  return layout.lease(directory, record.id, n);
}

function remove(file: string): void {
  guardFiles('remove', file, () => rmSync(file, { force: true }));
}
