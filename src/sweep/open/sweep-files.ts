import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { DeviceError, UserError } from '../../base/errors.js';
import { writeFileAtomically } from '../../store/atomic-file.js';
import { guardFiles, systemErrorCode } from '../../store/device-fault.js';
import { createDirectory } from '../../store/run-directory.js';
import { SWEEP_RECORD } from '../../store/sweep-record.js';
import { thisClaimant } from '../claim/claimant.js';
import { claim, release } from '../claim/lease.js';
import type { Sweep } from '../design/records.js';
import { layout } from '../layout.js';
import { encodeRecord, findRecord, type SweepRecord } from './record.js';
import { refuseOther } from './same-sweep.js';

/** Another process writes the same few files within milliseconds. */
const WAIT_MS = 20;
const MOST_WAITS = 1500;

/** Seconds after which a process that was writing them is taken for dead. */
const STALE_SECONDS = 20;

/** Makes the directory with all that belongs in it, under its name at once; false where it is there already. */
export function createSweep(directory: string, sweep: Sweep, record: SweepRecord): boolean {
  const beside = join(dirname(directory), `.${basename(directory)}.${randomBytes(8).toString('hex')}`);
  createDirectory(beside);
  try {
    writeFiles(beside, sweep, record);
    return guardFiles('create the folder', directory, () => renamed(beside, directory));
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
}

function renamed(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST'].includes(systemErrorCode(error) ?? '')) throw error;
    if (findRecord(to) !== null) return false;
    throw occupied(to);
  }
}

const occupied = (directory: string): UserError =>
  new UserError(
    `${directory}: holds something else than a sweep; expected a folder of its own: choose another --out, or another name`,
  );

/**
 * Refuses a folder in which something lies, for a sweep that is not in it.
 *
 * @throws UserError
 */
export function refuseOccupied(directory: string): void {
  const names = guardFiles('read', directory, () => {
    try {
      return readdirSync(directory);
    } catch (error) {
      if (systemErrorCode(error) === 'ENOENT') return [];
      if (systemErrorCode(error) === 'ENOTDIR') throw occupied(directory);
      throw error;
    }
  });
  // Another process may have begun it since it was looked for.
  if (names.length > 0 && !names.includes(SWEEP_RECORD)) throw occupied(directory);
}

/** Brings a directory up to date, one process at a time. */
export async function extendSweep(directory: string, sweep: Sweep, record: SweepRecord): Promise<void> {
  for (let waits = 0; waits < MOST_WAITS; waits++) {
    const found = findRecord(directory)!;
    refuseOther(directory, found, record);
    if (isUpToDate(directory, sweep, found, record)) return;
    const lease = claim(directory, 'extend', { claimant: thisClaimant(), stale: STALE_SECONDS });
    if (lease !== null) {
      try {
        writeFiles(directory, sweep, { ...record, created: found.created });
      } finally {
        release(lease);
      }
      return;
    }
    await setTimeout(WAIT_MS);
  }
  throw new DeviceError(`${directory}: another process keeps changing it; wait for it, or stop it, and try again`);
}

function isUpToDate(directory: string, sweep: Sweep, found: SweepRecord, record: SweepRecord): boolean {
  const isSame = (file: string, text: string): boolean =>
    existsSync(file) && guardFiles('read', file, () => readFileSync(file, 'utf8')) === text;
  return (
    found.design.hash === record.design.hash &&
    JSON.stringify(found.given) === JSON.stringify(record.given) &&
    isSame(layout.sweepFile(directory), sweep.text) &&
    isSame(layout.baseFile(directory), sweep.base.text)
  );
}

/** The record last: it stands for the rest. */
function writeFiles(directory: string, sweep: Sweep, record: SweepRecord): void {
  writeFileAtomically(layout.sweepFile(directory), sweep.text);
  writeFileAtomically(layout.baseFile(directory), sweep.base.text);
  writeFileAtomically(layout.record(directory), encodeRecord(record));
}
