import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type StoredTable, tableFile } from '../../store/manifest.js';
import { readTextIfThere } from '../../store/read-text.js';

/** What the merged tables of a sweep are, beside them. */
const RECORD = 'tables.json';

/** Rises with every change of how merged tables are made. */
export const TABLES_VERSION = 1;

export type MergedTable = Omit<StoredTable, 'digest'>;

/** What stands in `tables/tables.json`: columns, units and meanings of the merged tables, and what they were made of. */
export interface TablesRecord {
  readonly version: typeof TABLES_VERSION;
  /** Digest over the axes, the finished points and their results: the tables are the same exactly if it is. */
  readonly key: string;
  /** Finished points whose rows the tables have. */
  readonly points: number;
  readonly tables: readonly MergedTable[];
  /** Where runs of different make have different tables, each in a sentence. */
  readonly notes: readonly string[];
}

export function tablesRecordFile(folder: string): string {
  return join(folder, RECORD);
}

/** The record of the merged tables; null where there is none, it is damaged, or a table is missing: they are written anew. */
export function readTablesRecord(folder: string): TablesRecord | null {
  const file = tablesRecordFile(folder);
  const text = readTextIfThere(file);
  const record = text === null ? null : parsed(text);
  if (record === null || record.version !== TABLES_VERSION || !Array.isArray(record.tables)) return null;
  return record.tables.every(({ name }) => existsSync(tableFile(folder, name))) ? record : null;
}

function parsed(text: string): TablesRecord | null {
  try {
    return JSON.parse(text) as TablesRecord | null;
  } catch {
    return null;
  }
}
