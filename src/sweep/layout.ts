import { join } from 'node:path';
import { SWEEP_RECORD } from '../store/sweep-record.js';

export { SWEEP_RECORD };

/** Folders of a sweep are fanned out by this many first digits of a point's id: 256 folders. */
const FAN_DIGITS = 2;

/** A file or folder of a point, fanned out. */
function fanned(directory: string, folder: string, id: string, name: string): string {
  return join(directory, folder, id.slice(0, FAN_DIGITS), name);
}

/** Where everything lies in a sweep's directory, `<out>/<name of the sweep>`. */
export const layout = {
  directory: (out: string, name: string): string => join(out, name),
  record: (directory: string): string => join(directory, SWEEP_RECORD),
  /** The sweep file and the base scenario as last given: what the tasks of a cluster read. */
  sweepFile: (directory: string): string => join(directory, 'sweep.yaml'),
  baseFile: (directory: string): string => join(directory, 'base.yaml'),
  /** Lease number n of a point: whoever made the highest one holds the point. */
  lease: (directory: string, id: string, n: number): string => fanned(directory, 'claims', id, `${id}.${n}.lease`),
  claims: (directory: string): string => join(directory, 'claims'),
  /** Where a holder computes: the root of the point's run directory, `<name>/<seed>-<hash>` in it. */
  work: (directory: string, id: string, token: string): string => fanned(directory, 'work', id, `${id}.${token}`),
  works: (directory: string): string => join(directory, 'work'),
  /** A finished point that is not packed yet: one file ({@link ../store/bundle/bundle.ts}). */
  done: (directory: string, id: string): string => fanned(directory, 'done', id, `${id}.jsonl.gz`),
  dones: (directory: string): string => join(directory, 'done'),
  /** What is known of attempts that failed. */
  failed: (directory: string, id: string): string => fanned(directory, 'failed', id, `${id}.json`),
  fails: (directory: string): string => join(directory, 'failed'),
  /** Finished points packed many to a file. */
  packs: (directory: string): string => join(directory, 'packs'),
  /** The merged tables. */
  tables: (directory: string): string => join(directory, 'tables'),
  slurm: (directory: string): string => join(directory, 'slurm'),
};
