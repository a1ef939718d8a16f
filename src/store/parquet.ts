import { accessSync, constants } from 'node:fs';
import { resolve } from 'node:path';
import type { DuckDBValue } from '@duckdb/node-api';
import { DeviceError } from '../base/errors.js';
import type { Cell, ColumnType, Table, TableSpec } from '../base/table.js';
import { commitFile, discardFile, flushFile, PARTIAL } from './atomic-file.js';
import { checkTable } from './check-table.js';
import { createTable } from './create-table.js';
import { faultOfDuckDB, guardFiles } from './device-fault.js';
import { sqlParquet, sqlText, withDuckDB } from './duckdb.js';

/** DuckDB types that a stored column may have. */
const STORED_AS: Readonly<Record<ColumnType, readonly string[]>> = {
  integer: ['INTEGER', 'BIGINT'],
  double: ['DOUBLE'],
  text: ['VARCHAR'],
};

/**
 * Writes a table as one Parquet file (zstd), rows in order, replacing an earlier file as a whole.
 *
 * Doubles become DOUBLE, text VARCHAR, integers INTEGER where all values fit 32 bits (which every reader maps to its
 * plain integer) and BIGINT otherwise; null becomes NULL. All values return exactly, −0 of a double column included.
 *
 * @throws DeviceError naming the file and the cause; an earlier file is then untouched
 */
export async function writeParquet(table: Table, file: string): Promise<void> {
  checkTable(table);
  const partial = resolve(file) + PARTIAL;
  try {
    await withDuckDB(async (connection, duckdb) => {
      await createTable(connection, duckdb, 'stored', table);
      const copy = `COPY stored TO ${sqlText(partial)} (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)`;
      try {
        await connection.run(copy);
      } catch (error) {
        throw faultOfDuckDB(error, 'write', file);
      }
    });
    guardFiles('write', file, () => {
      flushFile(partial);
      commitFile(partial, file);
    });
  } catch (error) {
    discardFile(partial);
    throw error;
  }
}

/**
 * Reads a table back, equal to the one written. The file must have exactly the columns of `spec`, in order.
 *
 * @throws DeviceError naming the file where it is absent, damaged, or does not have these columns
 */
export async function readParquet(file: string, spec: TableSpec): Promise<Table> {
  guardFiles('read', file, () => accessSync(file, constants.R_OK));
  return withDuckDB(async (connection) => {
    try {
      const reader = await connection.runAndReadAll(`SELECT * FROM ${sqlParquet([resolve(file)])}`);
      const found = reader.columnNames().map((name, c) => ({ name, type: String(reader.columnType(c)) }));
      checkColumns(file, spec, found);
      const cells = reader.getColumns();
      return { spec, columns: spec.columns.map((_, c) => (cells[c] ?? []).map((cell) => plainCell(file, cell))) };
    } catch (error) {
      throw error instanceof DeviceError ? error : faultOfDuckDB(error, 'read', file);
    }
  });
}

/** Whether the columns of a file are those of a table: names, order and types. */
export function checkColumns(file: string, spec: TableSpec, found: readonly { name: string; type: string }[]): void {
  const matches =
    found.length === spec.columns.length &&
    spec.columns.every(({ name, type }, c) => found[c]!.name === name && STORED_AS[type].includes(found[c]!.type));
  if (matches) return;
  const given = found.map(({ name, type }) => `${name} ${type}`).join(', ');
  const expected = spec.columns.map(({ name, type }) => `${name} ${STORED_AS[type].join(' or ')}`).join(', ');
  throw new DeviceError(`${file}: columns ${given}; expected those of table ${spec.name}: ${expected}`);
}

/** A stored value as a cell of a table; `file` is for messages. */
export function plainCell(file: string, cell: DuckDBValue): Cell {
  const value = typeof cell === 'bigint' ? Number(cell) : (cell as Cell);
  const written =
    typeof cell === 'bigint' ? Number.isSafeInteger(value) : typeof cell !== 'number' || Number.isFinite(value);
  if (written) return value;
  throw new DeviceError(
    `${file}: the value ${cell}; expected finite numbers and integers within ±(2^53 − 1), since no others are ever written`,
  );
}
