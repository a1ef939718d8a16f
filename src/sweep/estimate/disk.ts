import { lstatSync, readdirSync, statfsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { ColumnSpec, TableSpec } from '../../base/table.js';
import { pressureTables } from '../../run/pressure/tables.js';
import { tableSpecs } from '../../run/results/tables.js';
import { guardFiles, systemErrorCode } from '../../store/device-fault.js';
import { layout } from '../layout.js';
import type { DiskEstimate } from './records.js';
import type { Rows } from './try-point.js';

/*
 * Bytes on the disk, measured in small sweeps of 00-smoke, 20-length-02, 31-tie-dial, 33-bottleneck, 36-driver and of
 * pressure curves: 10 to 22 kB for the file of a run, 4.7 to 16 kB in packs and 3.6 to 15 kB in tables. Beside a constant
 * (manifest, log, summary) that is so much for each double in its tables, their integers and labels included: 4.6 to 9.2 in
 * files, 4.5 to 11 in packs, 4 to 11 in tables. Scores had 1 % to 47 % of the rows that they can have.
 */
const FILE_BYTES = 6_400;
const FILE_BYTES_PER_DOUBLE = 8;
const PACK_BYTES = 2_000;
const PACK_BYTES_PER_DOUBLE = 7;
const TABLE_BYTES = 1_500;
const TABLE_BYTES_PER_DOUBLE = 7;
const SHARE_OF_SCORES = 0.5;

/** Packs and tables over files of single runs, measured likewise: 0.8 to 1.4. */
const KEPT_PER_FILE = 1.3;

/** What the runs of a sweep leave, one of them on average. */
export interface BytesOfRun {
  readonly file: number;
  /** In packs and merged tables together. */
  readonly kept: number;
}

/** Bytes of a run whose tables have so many rows. */
export function bytesOfRows(rows: Rows): BytesOfRun {
  const specs = new Map<string, TableSpec>([
    ...Object.entries(tableSpecs),
    ...Object.entries(pressureTables).map(([name, spec]) => [`pressure_${name}`, spec] as const),
  ]);
  let doubles = 0;
  for (const [name, count] of Object.entries(rows)) {
    const columns: readonly ColumnSpec[] = specs.get(name)!.columns;
    const share = name === 'scores' ? SHARE_OF_SCORES : 1;
    doubles += share * count * columns.filter(({ type }) => type === 'double').length;
  }
  return {
    file: FILE_BYTES + FILE_BYTES_PER_DOUBLE * doubles,
    kept: PACK_BYTES + TABLE_BYTES + (PACK_BYTES_PER_DOUBLE + TABLE_BYTES_PER_DOUBLE) * doubles,
  };
}

/** Disk that all runs of a sweep take, and what there is. */
export function diskEstimate(
  directory: string,
  points: number,
  each: BytesOfRun,
  source: DiskEstimate['source'],
): DiskEstimate {
  const bytes = points * each.kept;
  return {
    ...{ bytes, source },
    mostBytes: Math.max(bytes, points * each.file) + points * Math.min(each.file, each.kept),
    usedBytes: bytesBelow(directory),
    freeBytes: freeBytes(directory),
  };
}

/** The same of the runs that are finished, by what they take; null where there are none. */
export function bytesOfFinished(
  directory: string,
  { unpacked, packed }: { readonly unpacked: number; readonly packed: number },
): BytesOfRun | null {
  const tables = bytesBelow(layout.tables(directory));
  const kept = packed > 0 && tables > 0 ? (bytesBelow(layout.packs(directory)) + tables) / packed : null;
  const file = unpacked > 0 ? bytesBelow(layout.dones(directory)) / unpacked : null;
  if (kept === null) return file === null ? null : { file, kept: file * KEPT_PER_FILE };
  return { file: file ?? kept / KEPT_PER_FILE, kept };
}

function bytesBelow(folder: string): number {
  return guardFiles('read', folder, () => sizeOf(folder));
}

/** Bytes of a file, or of all files below a folder; 0 for what is not there, or no longer. */
function sizeOf(path: string): number {
  try {
    const found = lstatSync(path);
    if (!found.isDirectory()) return found.size;
    return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemErrorCode(error) ?? '')) return 0;
    throw error;
  }
}

/** Free bytes of the file system that holds a folder, or will when it is made; null where it does not tell. */
function freeBytes(folder: string): number | null {
  for (let path = resolve(folder); ; path = dirname(path)) {
    try {
      const { bavail, bsize } = statfsSync(path);
      return bavail * bsize;
    } catch (error) {
      if (systemErrorCode(error) !== 'ENOENT' || dirname(path) === path) return null;
    }
  }
}
