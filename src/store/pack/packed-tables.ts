import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { DeviceError } from '../../base/errors.js';
import { type Cell, emptyTable, type Table, type TableSpec } from '../../base/table.js';
import { faultOfDuckDB } from '../device-fault.js';
import { sqlName, sqlParquet, sqlText } from '../duckdb.js';
import { tableFile } from '../manifest.js';
import { checkColumns, plainCell } from '../parquet.js';
import { RUN_ID } from './stage-table.js';

/** A run's rows of a table. */
export interface RowsOfRun {
  /** The value of the column that tells runs apart. */
  readonly run: Cell;
  readonly table: Table;
}

/**
 * A Parquet file that holds the rows of many runs, those of a run one after another: run by run, no more than one run and
 * some 2,000 rows in memory. Runs without rows do not appear.
 *
 * @param by column that tells the runs apart
 * @param where SQL condition; all rows without
 * @throws DeviceError where it cannot be read, or has not the columns of `spec`
 */
export async function* rowsByRun(
  connection: DuckDBConnection,
  file: string,
  spec: TableSpec,
  by: string,
  where = 'true',
): AsyncGenerator<RowsOfRun> {
  const columns = [by, ...spec.columns.map(({ name }) => name)].map(sqlName).join(', ');
  let open = null as RowsOfRun | null;
  try {
    const result = await connection.stream(`SELECT ${columns} FROM ${sqlParquet([file])} WHERE ${where}`);
    const types = result.columnTypes();
    const found = result.columnNames().map((name, c) => ({ name, type: String(types[c]) }));
    checkColumns(file, spec, found.slice(1));
    for (
      let chunk = await result.fetchChunk();
      chunk !== null && chunk.rowCount > 0;
      chunk = await result.fetchChunk()
    ) {
      const [runs, ...values] = chunk.getColumns() as [DuckDBValue[], ...DuckDBValue[][]];
      for (let first = 0; first < runs.length; ) {
        const run = plainCell(file, runs[first]!);
        let last = first + 1;
        while (last < runs.length && plainCell(file, runs[last]!) === run) last++;
        if (open?.run !== run) {
          if (open !== null) yield open;
          open = { run, table: emptyTable(spec) };
        }
        const { table } = open;
        values.forEach((cells, c) => {
          for (let row = first; row < last; row++) table.columns[c]!.push(plainCell(file, cells[row]!));
        });
        first = last;
      }
    }
  } catch (error) {
    throw error instanceof DeviceError ? error : faultOfDuckDB(error, 'read', file);
  }
  if (open !== null) yield open;
}

/** A table of one run of a pack. */
export async function packedTable(
  connection: DuckDBConnection,
  pack: string,
  id: string,
  spec: TableSpec,
): Promise<Table> {
  const file = tableFile(pack, spec.name);
  for await (const { table } of rowsByRun(connection, file, spec, RUN_ID, `${RUN_ID} = ${sqlText(id)}`)) return table;
  return emptyTable(spec);
}
