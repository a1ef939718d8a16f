import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DeviceError } from '../../base/errors.js';
import type { Table, TableSpec } from '../../base/table.js';
import { writeFileAtomically } from '../atomic-file.js';
import type { Manifest } from '../manifest.js';
import { withBytes } from './bytes.js';
import { encodeResult, manifestIn, openResult } from './result.js';

/** File that holds a whole finished result, in place of a manifest and Parquet files. */
export const RESULT = 'result.jsonl.gz';

/** The folded result of a directory. */
export function foldedFile(directory: string): string {
  return join(directory, RESULT);
}

export function isFolded(directory: string): boolean {
  return existsSync(foldedFile(directory));
}

/**
 * Leaves a finished result in a directory as one file, whole or not at all.
 *
 * @throws DeviceError naming file and cause; nothing in the directory is then changed
 */
export function writeFolded(directory: string, manifest: Manifest, tables: readonly Table[]): void {
  writeFileAtomically(foldedFile(directory), encodeResult(manifest, tables));
}

/** What stands in the place of the manifest in a directory's folded result; null where there is no such result. */
export function foldedManifest(directory: string): unknown {
  return withBytes(foldedFile(directory), (bytes) => manifestIn(bytes));
}

/**
 * Tables of a directory's folded result, in the order given.
 *
 * @throws DeviceError where the result is not there, or not whole
 */
export function readFoldedTables(directory: string, specs: readonly TableSpec[]): Table[] {
  const tables = withBytes(foldedFile(directory), (bytes) => {
    const { table } = openResult(bytes);
    return specs.map(table);
  });
  if (tables === null) throw new DeviceError(`cannot read ${foldedFile(directory)}: it does not exist (ENOENT)`);
  return tables;
}
