import type { Table } from '../base/table.js';
import { isFolded, readFoldedTables } from './folded/folded.js';
import { type StoredTable, tableFile } from './manifest.js';
import { readParquet } from './parquet.js';

/**
 * A stored table of a run or of a part of it, whichever form its result has; equal to the one written.
 *
 * @throws DeviceError naming the file where it is absent or damaged, or has other columns
 */
export async function readStoredTable(directory: string, stored: StoredTable): Promise<Table> {
  if (isFolded(directory)) return readFoldedTables(directory, [stored])[0]!;
  return readParquet(tableFile(directory, stored.name), stored);
}
