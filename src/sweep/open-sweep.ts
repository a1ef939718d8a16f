import { UserError } from '../base/errors.js';
import { checkPoints } from './design/check-points.js';
import { loadSweep } from './design/load.js';
import type { Sweep } from './design/records.js';
import { layout } from './layout.js';
import { findRecord } from './open/record.js';
import { recordOf } from './open/record-of.js';
import { refuseOther } from './open/same-sweep.js';
import { createSweep, extendSweep } from './open/sweep-files.js';

/** Milliseconds that the points of a new design are checked for; of more than fit in, as many as do, spread evenly. */
const CHECK_MS = 20_000;

/**
 * Makes the directory of a sweep, or finds it and extends it by what the sweep file has become: the same base with other
 * axes, design, replicates. Any number of processes may do so at once.
 *
 * @returns the directory, `<out>/<name>`
 * @throws UserError where the directory is another sweep's, naming what differs; FaultList where points have faults
 */
export async function openSweep(sweep: Sweep, out: string): Promise<string> {
  const directory = layout.directory(out, sweep.name);
  let record = recordOf(sweep);
  const found = findRecord(directory);
  if (found !== null) refuseOther(directory, found, record);
  if (found?.design.hash === record.design.hash) record = { ...record, design: found.design };
  else record = { ...record, design: { ...record.design, checked: checkPoints(sweep, { budgetMs: CHECK_MS }) } };
  if (found === null && createSweep(directory, sweep, record)) return directory;
  await extendSweep(directory, sweep, record);
  return directory;
}

/**
 * The sweep of a directory, read from its copies: whatever became of the files that they were made of.
 *
 * @throws UserError where it is no sweep's directory
 */
export async function loadSweepDirectory(directory: string): Promise<Sweep> {
  const record = findRecord(directory);
  if (record === null) {
    throw new UserError(`${directory}: no sweep in it; expected the directory of a sweep, <out>/<name of the sweep>`);
  }
  const { overrides, seed, evaluator } = record.given;
  return loadSweep({
    ...{ file: layout.sweepFile(directory), base: layout.baseFile(directory), overrides },
    ...(seed === null ? {} : { seed }),
    ...(evaluator === null ? {} : { evaluator }),
  });
}
