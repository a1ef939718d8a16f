import type { DuckDBConnection, DuckDBType, DuckDBValue } from '@duckdb/node-api';
import { type Cell, type ColumnSpec, rowCount, type Table } from '../base/table.js';
import { type DuckDB, sqlName } from './duckdb.js';

/** Rows of a DuckDB data chunk: its standard vector size. */
const CHUNK = 2048;

/** A table's name as SQL. */
export function sqlTable(name: string, schema: string | null): string {
  return schema === null ? sqlName(name) : `${sqlName(schema)}.${sqlName(name)}`;
}

/**
 * Creates a table of DuckDB's with the cells of one of ours, rows in order.
 *
 * @param schema of DuckDB's, in which it is; null for the usual one
 */
export async function createTable(
  connection: DuckDBConnection,
  duckdb: DuckDB,
  name: string,
  { spec, columns }: Table,
  schema: string | null = null,
): Promise<void> {
  const types = spec.columns.map((column, c) => columnType(duckdb, column, columns[c]!));
  const definitions = spec.columns.map((column, c) => `${sqlName(column.name)} ${types[c]}`);
  await connection.run(`CREATE TABLE ${sqlTable(name, schema)} (${definitions.join(', ')})`);
  const appender = await connection.createAppender(name, schema);
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
