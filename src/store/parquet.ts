import { accessSync, constants } from 'node:fs';
import { resolve } from 'node:path';
import type { DuckDBConnection, DuckDBType, DuckDBValue } from '@duckdb/node-api';
import { DeviceError } from '../base/errors.js';
import { type Cell, type ColumnSpec, type ColumnType, rowCount, type Table, type TableSpec } from '../base/table.js';
import { commitFile, discardFile, flushFile, PARTIAL } from './atomic-file.js';
import { checkTable } from './check-table.js';
import { faultOfDuckDB, guardFiles } from './device-fault.js';
import { type DuckDB, sqlName, sqlParquet, sqlText, withDuckDB } from './duckdb.js';

/** Rows of a DuckDB data chunk: its standard vector size. */
const CHUNK = 2048;

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
      await fillTable(connection, duckdb, table);
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

async function fillTable(connection: DuckDBConnection, duckdb: DuckDB, { spec, columns }: Table): Promise<void> {
  const types = spec.columns.map((column, c) => columnType(duckdb, column, columns[c]!));
  const definitions = spec.columns.map((column, c) => `${sqlName(column.name)} ${types[c]}`);
  await connection.run(`CREATE TABLE stored (${definitions.join(', ')})`);
  const appender = await connection.createAppender('stored');
  const rows = rowCount({ spec, columns });
  for (let first = 0; first < rows; first += CHUNK) {
    const last = Math.min(rows, first + CHUNK);
    const chunk = duckdb.DuckDBDataChunk.create(types, last - first);
    chunk.setColumns(
      columns.map((cells, c) => {
        const part: DuckDBValue[] = cells.slice(first, last);
        return types[c] === duckdb.BIGINT ? part.map((cell) => (cell === null ? null : BigInt(cell as number))) : part;
      }),
    );
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}

function columnType(duckdb: DuckDB, column: ColumnSpec, cells: readonly Cell[]): DuckDBType {
  if (column.type === 'double') return duckdb.DOUBLE;
  if (column.type === 'text') return duckdb.VARCHAR;
  return cells.every((cell) => cell === null || cell === ((cell as number) | 0)) ? duckdb.INTEGER : duckdb.BIGINT;
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

function checkColumns(file: string, spec: TableSpec, found: readonly { name: string; type: string }[]): void {
  const matches =
    found.length === spec.columns.length &&
    spec.columns.every(({ name, type }, c) => found[c]!.name === name && STORED_AS[type].includes(found[c]!.type));
  if (matches) return;
  const given = found.map(({ name, type }) => `${name} ${type}`).join(', ');
  const expected = spec.columns.map(({ name, type }) => `${name} ${STORED_AS[type].join(' or ')}`).join(', ');
  throw new DeviceError(`${file}: columns ${given}; expected those of table ${spec.name}: ${expected}`);
}

function plainCell(file: string, cell: DuckDBValue): Cell {
  const value = typeof cell === 'bigint' ? Number(cell) : (cell as Cell);
  const written =
    typeof cell === 'bigint' ? Number.isSafeInteger(value) : typeof cell !== 'number' || Number.isFinite(value);
  if (written) return value;
  throw new DeviceError(
    `${file}: the value ${cell}; expected finite numbers and integers within ±(2^53 − 1), since no others are ever written`,
  );
}
