import { existsSync, statSync } from 'node:fs';
import { UserError } from '../base/errors.js';
import { forgetFailure, readFailures } from '../sweep/claim/failures.js';
import { loadSweep } from '../sweep/design/load.js';
import type { Sweep } from '../sweep/design/records.js';
import { layout } from '../sweep/layout.js';
import { findRecord } from '../sweep/open/record.js';
import { recordOf } from '../sweep/open/record-of.js';
import { refuseOther } from '../sweep/open/same-sweep.js';
import { refuseOccupied } from '../sweep/open/sweep-files.js';
import { loadSweepDirectory, openSweep } from '../sweep/open-sweep.js';
import { refuseForDirectory, type SweepFlags } from './sweep-mode.js';

/** Folder in which sweeps are made where none is given. */
export const DEFAULT_OUT = 'out';

/** A sweep as the command line names it. */
export interface SweepSource {
  readonly sweep: Sweep;
  readonly out: string;
  /** Where it is, or will be. */
  readonly directory: string;
  /** Whether its directory was named: it has begun, and its own copies are read. */
  readonly hasBegun: boolean;
}

/** The directory of a sweep that is to be computed: made, or compared with what is there. */
export async function beginSweep({ sweep, out, directory, hasBegun }: SweepSource, flags: SweepFlags): Promise<string> {
  const begun = hasBegun ? directory : await openSweep(sweep, out);
  if (flags.retryFailed) for (const id of readFailures(begun).keys()) forgetFailure(begun, id);
  return begun;
}

/** Refuses a sweep that has not begun. */
export function refuseUnbegun({ directory }: SweepSource): void {
  if (existsSync(layout.record(directory))) return;
  throw new UserError(`${directory}: no sweep has begun there; scarce sweep FILE --local or --slurm begins it`);
}

/**
 * Reads a sweep file, or the copies in a sweep's directory.
 *
 * @throws UserError also where the file is another sweep than the one that has begun in its directory
 */
export async function readSweepSource(path: string, flags: SweepFlags): Promise<SweepSource> {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    refuseForDirectory(flags, path);
    return { sweep: await loadSweepDirectory(path), out: '', directory: path, hasBegun: true };
  }
  const { out = DEFAULT_OUT, set: overrides = [], seed, evaluator } = flags;
  const sweep = await loadSweep({ file: path, overrides, seed, evaluator });
  const directory = layout.directory(out, sweep.name);
  const begun = findRecord(directory);
  if (begun !== null) refuseOther(directory, begun, recordOf(sweep));
  else refuseOccupied(directory);
  return { sweep, out, directory, hasBegun: false };
}
