import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { DeviceError } from '../../base/errors.js';
import { workerPool } from '../../run/worker-pool.js';
import { clearPacks } from '../../store/pack/clear-packs.js';
import { packNames, readContents } from '../../store/pack/contents.js';
import { joinSmallPacks } from '../../store/pack/join-packs.js';
import { withoutRepeats } from '../../store/pack/packed-rows.js';
import { thisClaimant } from '../claim/claimant.js';
import { keepBeating } from '../claim/keep-beating.js';
import { claim, type Lease, release } from '../claim/lease.js';
import type { Sweep } from '../design/records.js';
import { type FinishedPoints, finishedPoints } from '../finished.js';
import { layout } from '../layout.js';
import { finishedIn, keyOf } from './finished-in.js';
import { type PackDone, type PackTask, packDone, removeDone } from './pack-done.js';
import { readTablesRecord } from './tables-record.js';
import { writeTables } from './write-tables.js';

/** Runs that one task packs: as many as go into a pack. */
const RUNS_OF_TASK = 512;

/** More threads than these wait for the disk. */
const MOST_WORKERS = 4;

/** Between two looks at who merges, ms. */
const PATIENCE_MS = 250;

export interface MergeOptions {
  /** Threads that pack; by default one for each core, up to four. */
  readonly workers?: number | undefined;
  readonly onProgress?: ((progress: MergeProgress) => void) | undefined;
  readonly onNote?: ((text: string) => void) | undefined;
}

export interface MergeProgress {
  readonly what: 'runs packed' | 'tables written';
  readonly done: number;
  readonly total: number;
}

export interface Merged {
  /** Folder of the merged tables. */
  readonly tables: string;
  /** Finished points whose rows they have, of how many there are in the design. */
  readonly finished: number;
  readonly points: number;
  /** Over what the tables hold ({@link keyOf}); costs do not enter. */
  readonly digest: string;
  /** Runs packed by this merge. */
  readonly packed: number;
  /** False where nothing had come: no table was touched. */
  readonly written: boolean;
  /** Finished runs that take no part, and tables that differ, each in a sentence. */
  readonly notes: readonly string[];
}

/**
 * Packs the finished runs of a sweep that are not packed yet, and brings its tables up to date. Packed runs are not decoded
 * again, and where nothing has come nothing is written. It may be killed at any moment: the next merge goes on.
 *
 * One process of a sweep merges at a time; another one waits for it, and takes over where it died.
 *
 * @throws DeviceError where the sweep's directory cannot be written, or a pack is damaged
 */
export async function mergeSweep(sweep: Sweep, directory: string, options: MergeOptions = {}): Promise<Merged> {
  const upToDate = alreadyMerged(sweep, directory);
  if (upToDate !== null) return upToDate;
  const lease = await leaseToMerge(sweep, directory, options.onNote);
  let isLost = false;
  const stop = keepBeating(lease, {
    every: sweep.lease.beat,
    onLost: () => {
      isLost = true;
    },
    // The next beat may come through; if none does, the lease goes stale and is lost.
    onTrouble: () => {},
  });
  const checkLease = (): void => {
    if (!isLost) return;
    throw new DeviceError(
      `${directory}: this process gave no sign of life for ${sweep.lease.stale} s, and another one merges now; ` +
        'nothing is lost: merge again',
    );
  };
  try {
    return await merge(sweep, directory, options, checkLease);
  } finally {
    stop();
    release(lease);
  }
}

/** What stands where nothing has come since the last merge, which asks for no lease: the directory may be read-only. */
function alreadyMerged(sweep: Sweep, directory: string): Merged | null {
  const known = finishedPoints(directory);
  if (known.unpacked().length > 0) return null;
  const { isUpToDate, merged } = compareTables(sweep, directory, known);
  return isUpToDate ? merged : null;
}

/** The packed points beside the merged tables, and what is told of a merge that leaves these as they are. */
function compareTables(sweep: Sweep, directory: string, known: FinishedPoints) {
  const { finished, notes } = finishedIn(sweep, known);
  const digest = keyOf(sweep, finished);
  const tables = layout.tables(directory);
  const record = readTablesRecord(tables);
  const isUpToDate = record?.key === digest;
  const merged: Merged = {
    ...{ tables, digest, finished: finished.length, points: sweep.points.length, packed: 0, written: false },
    notes: isUpToDate ? [...notes, ...record.notes] : notes,
  };
  return { finished, isUpToDate, merged };
}

async function leaseToMerge(sweep: Sweep, directory: string, onNote?: (text: string) => void): Promise<Lease> {
  for (let waits = false; ; waits = true) {
    const lease = claim(directory, 'merge', { claimant: thisClaimant(), stale: sweep.lease.stale });
    if (lease !== null) return lease;
    if (!waits) onNote?.(`${directory}: another process is merging; waiting for it`);
    await setTimeout(PATIENCE_MS);
  }
}

async function merge(sweep: Sweep, directory: string, options: MergeOptions, checkLease: () => void): Promise<Merged> {
  const { onProgress } = options;
  const root = layout.packs(directory);
  clearPacks(root);
  const known = finishedPoints(directory);
  const fresh = known.unpacked().filter((id) => known.packed(id) === null);
  // A process that was thought dead may publish a run that is packed already: the same, computed twice.
  for (const id of known.unpacked()) if (known.packed(id) !== null) removeDone(directory, id);
  const { packed, unreadable } = await packAll(directory, fresh, options);
  await joinSmallPacks(root);
  known.refresh();

  const { finished, isUpToDate, merged } = compareTables(sweep, directory, known);
  const notes = [...unreadable, ...merged.notes];
  if (isUpToDate) return { ...merged, packed, notes };
  checkLease();
  const differing = await writeTables(directory, {
    ...{ axes: sweep.axes, finished, key: merged.digest, checkLease },
    packs: withoutRepeats(packNames(root).map((name) => ({ name, contents: readContents(join(root, name))! }))),
    onTable: (done, total) => onProgress?.({ what: 'tables written', done, total }),
  });
  return { ...merged, packed, written: true, notes: [...notes, ...differing] };
}

/** Packs finished runs, many at once in threads of their own where there are many. */
async function packAll(directory: string, ids: readonly string[], options: MergeOptions): Promise<PackDone> {
  const tasks: PackTask[] = [];
  for (let first = 0; first < ids.length; first += RUNS_OF_TASK) {
    tasks.push({ directory, ids: ids.slice(first, first + RUNS_OF_TASK) });
  }
  const workers = Math.min(tasks.length, options.workers ?? Math.min(MOST_WORKERS, availableParallelism()));
  const results: PackDone[] = [];
  const told = (result: PackDone): void => {
    results.push(result);
    const done = results.reduce((sum, { packed }) => sum + packed, 0);
    options.onProgress?.({ what: 'runs packed', done, total: ids.length });
  };
  if (workers <= 1) {
    for (const task of tasks) told(await packDone(task));
  } else {
    const pool = workerPool<PackTask, PackDone>('pack', null, workers, () => 'packing finished runs');
    try {
      await Promise.all(tasks.map(async (task) => told(await pool.run(task))));
    } finally {
      await pool.close();
    }
  }
  return {
    packed: results.reduce((sum, { packed }) => sum + packed, 0),
    unreadable: results.flatMap(({ unreadable }) => unreadable).sort(),
  };
}
