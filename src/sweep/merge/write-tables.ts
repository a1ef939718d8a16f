import { randomBytes } from 'node:crypto';
import { readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { sortedNames } from '../../base/order.js';
import type { ColumnSpec, TableSpec } from '../../base/table.js';
import { flushFile, PARTIAL, writeFileAtomically } from '../../store/atomic-file.js';
import { faultOfDuckDB, guardFiles } from '../../store/device-fault.js';
import { sqlName, sqlText, withDuckDB } from '../../store/duckdb.js';
import { tableFile } from '../../store/manifest.js';
import { type PackOf, packedRowsSql } from '../../store/pack/packed-rows.js';
import { RUN_ID, RUN_ROW } from '../../store/pack/stage-table.js';
import { createDirectory } from '../../store/run-directory.js';
import type { Axis } from '../design/records.js';
import { layout } from '../layout.js';
import { createPointsTable, type FinishedPoint, frontColumns } from './points-table.js';
import { type MergedTable, TABLES_VERSION, type TablesRecord, tablesRecordFile } from './tables-record.js';
import { type RankedPack, type UnifiedTable, unifyTable } from './unify-table.js';

/** Bytes that DuckDB may hold; what is more it spills into the folder of the tables. */
const MEMORY_BYTES = 400 * 2 ** 20;

/** Folder in that of the tables for what DuckDB spills. */
const SPILL = 'spill';

export interface TablesToWrite {
  readonly axes: readonly Axis[];
  /** In the order of the design. */
  readonly finished: readonly FinishedPoint[];
  readonly packs: readonly PackOf[];
  /** What the tables hang on: {@link TablesRecord.key}. */
  readonly key: string;
  /** Throws where somebody else merges now. */
  readonly checkLease: () => void;
  readonly onTable?: ((done: number, total: number) => void) | undefined;
}

/**
 * Writes the merged tables of a sweep anew, each replaced as a whole: those of the finished points of the present design,
 * ordered by point, then as the run's own table.
 *
 * @returns what a reader must know
 * @throws DeviceError; the earlier tables are then untouched, or, where it comes between two of them, written anew by the
 *   next merge
 */
export async function writeTables(directory: string, given: TablesToWrite): Promise<string[]> {
  const { axes, finished, packs, key, checkLease, onTable } = given;
  const token = randomBytes(4).toString('hex');
  const folder = layout.tables(directory);
  createDirectory(folder);
  clearTables(folder);
  const ranked = rank(packs, finished);
  const names = sortedNames([...new Set(ranked.flatMap(({ pack }) => pack.contents.tables.map(({ name }) => name)))]);
  const unified = names.map((name) => unifyTable(name, ranked));
  const merged: MergedTable[] = [];
  try {
    await withDuckDB(
      async (connection, duckdb) => {
        await createPointsTable(connection, duckdb, axes, finished);
        for (const table of unified) {
          merged.push(await writeTable(connection, directory, axes, table, token));
          checkLease();
          onTable?.(merged.length, unified.length);
        }
      },
      { memoryBytes: MEMORY_BYTES, spill: join(folder, SPILL) },
    );
  } catch (error) {
    clearTables(folder);
    throw error;
  }
  const notes = unified.flatMap((table) => table.notes);
  commitTables(folder, token, { version: TABLES_VERSION, key, points: finished.length, tables: merged, notes });
  return notes;
}

/** Packs with finished points of the design, each with the first of them. */
function rank(packs: readonly PackOf[], finished: readonly FinishedPoint[]): RankedPack[] {
  const indices = new Map(finished.map(({ point }) => [point.id, point.index]));
  return packs.flatMap((pack) => {
    const repeated = new Set(pack.repeated);
    const points = pack.contents.runs.flatMap(({ id }) => (repeated.has(id) ? [] : (indices.get(id) ?? [])));
    if (points.length === 0) return [];
    return [{ pack, firstPoint: points.reduce((a, b) => Math.min(a, b)), merged: points.length }];
  });
}

async function writeTable(
  connection: DuckDBConnection,
  directory: string,
  axes: readonly Axis[],
  { spec, packs, wide }: UnifiedTable,
  token: string,
): Promise<MergedTable> {
  const front = frontColumns(axes);
  const rows = `(${packedRowsSql(layout.packs(directory), packs, spec.name)}) JOIN points USING (${RUN_ID})`;
  const file = tableFile(layout.tables(directory), spec.name);
  const partial = partialOf(file, token);
  try {
    const big = await bigColumns(connection, rows, wide);
    const columns = spec.columns.map(({ name, type }) => {
      if (type !== 'integer') return sqlName(name);
      return `CAST(${sqlName(name)} AS ${big.has(name) ? 'BIGINT' : 'INTEGER'}) AS ${sqlName(name)}`;
    });
    const selected = [...front.map(({ name }) => sqlName(name)), ...columns].join(', ');
    const written = await connection.run(
      `COPY (SELECT ${selected} FROM ${rows} ORDER BY point, ${RUN_ROW})
       TO ${sqlText(partial)} (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)`,
    );
    guardFiles('write', file, () => flushFile(partial));
    return mergedTable(spec, front, written.rowsChanged);
  } catch (error) {
    throw faultOfDuckDB(error, 'merge', file);
  }
}

/** Which of these integer columns have a value among the merged rows that does not fit 32 bits. */
async function bigColumns(
  connection: DuckDBConnection,
  rows: string,
  wide: readonly string[],
): Promise<ReadonlySet<string>> {
  if (wide.length === 0) return new Set();
  const tests = wide.map((name) => `bool_or(${sqlName(name)} NOT BETWEEN -2147483648 AND 2147483647)`);
  const [found] = (await connection.runAndReadAll(`SELECT ${tests.join(', ')} FROM ${rows}`)).getRows();
  return new Set(wide.filter((_, c) => found![c] === true));
}

function mergedTable(spec: TableSpec, front: readonly ColumnSpec[], rows: number): MergedTable {
  return { ...spec, order: ['point', ...spec.order], columns: [...front, ...spec.columns], rows };
}

/** Of one process alone. */
function partialOf(file: string, token: string): string {
  return `${file}.${token}${PARTIAL}`;
}

/**
 * Puts the new tables in place of the old ones and says last which they are: whoever dies in between leaves tables without
 * a record, which the next merge writes anew.
 */
function commitTables(folder: string, token: string, record: TablesRecord): void {
  const files = record.tables.map(({ name }) => tableFile(folder, name));
  guardFiles('write', folder, () => {
    rmSync(tablesRecordFile(folder), { force: true });
    for (const file of files) renameSync(partialOf(file, token), file);
    for (const name of readdirSync(folder)) {
      const file = join(folder, name);
      if (name.endsWith('.parquet') && !files.includes(file)) rmSync(file, { force: true });
    }
  });
  writeFileAtomically(tablesRecordFile(folder), `${JSON.stringify(record, null, 2)}\n`);
}

/** Removes what is half written, here or by a process that died. */
function clearTables(folder: string): void {
  guardFiles('clear', folder, () => {
    for (const name of readdirSync(folder)) {
      if (name.endsWith(PARTIAL) || name === SPILL) rmSync(join(folder, name), { recursive: true, force: true });
    }
  });
}
