import type { DuckDBAppender, DuckDBConnection, DuckDBType } from '@duckdb/node-api';
import { type Cell, rowCount, type Table, type TableSpec } from '../../base/table.js';
import { faultOfDuckDB } from '../device-fault.js';
import { type DuckDB, sqlName, sqlText } from '../duckdb.js';

/** Rows of a DuckDB data chunk: its standard vector size. */
const CHUNK = 2048;

/** Columns in front of those of a table in a pack: whose row it is, and which of that run's. */
export const RUN_ID = 'run_id';
export const RUN_ROW = 'run_row';

/** One table of many runs, gathered in DuckDB's memory, or where it spills. */
export interface StagedTable {
  readonly spec: TableSpec;
  readonly rows: number;
  /** Integer columns with a value that does not fit 32 bits. */
  readonly wide: readonly string[];
  /** @param run place of the run in the pack: must not fall from call to call */
  add(run: number, table: Table): void;
  /**
   * Writes what was added as Parquet, in the order in which it was, and forgets it.
   *
   * @param ids name of a table (run INTEGER, run_id VARCHAR)
   */
  writeTo(file: string, ids: string): Promise<void>;
}

/** @param stage name of a table that DuckDB does not have yet */
export async function stageTable(
  connection: DuckDBConnection,
  duckdb: DuckDB,
  spec: TableSpec,
  stage: string,
): Promise<StagedTable> {
  // Integers are gathered as doubles, which hold all that there are (±(2^53 − 1)), and get their width in the file.
  const types: DuckDBType[] = [
    ...[duckdb.INTEGER, duckdb.INTEGER],
    ...spec.columns.map(({ type }) => (type === 'text' ? duckdb.VARCHAR : duckdb.DOUBLE)),
  ];
  const names = ['run', RUN_ROW, ...spec.columns.map(({ name }) => name)];
  await connection.run(`CREATE TABLE ${stage} (${names.map((name, c) => `${sqlName(name)} ${types[c]}`).join(', ')})`);
  const appender = await connection.createAppender(stage);
  const wide = new Set<string>();
  let open: Cell[][] = types.map(() => []);
  let rows = 0;

  const flush = (): void => {
    const count = open[0]!.length;
    for (let first = 0; first < count; first += CHUNK) appendChunk(duckdb, appender, types, open, first);
    open = types.map(() => []);
  };

  return {
    spec,
    get rows() {
      return rows;
    },
    get wide() {
      return spec.columns.map(({ name }) => name).filter((name) => wide.has(name));
    },
    add(run, table) {
      const count = rowCount(table);
      for (let row = 0; row < count; row++) {
        open[0]!.push(run);
        open[1]!.push(row);
      }
      table.columns.forEach((cells, c) => {
        const into = open[c + 2]!;
        const { name, type } = spec.columns[c]!;
        for (const cell of cells) into.push(cell);
        if (type === 'integer' && !wide.has(name) && !cells.every(fitsInteger)) wide.add(name);
      });
      rows += count;
      if (open[0]!.length >= CHUNK) flush();
    },
    async writeTo(file, ids) {
      flush();
      appender.closeSync();
      const columns = spec.columns.map(({ name, type }) => {
        const stored = type === 'integer' ? (wide.has(name) ? 'BIGINT' : 'INTEGER') : null;
        return stored === null ? sqlName(name) : `CAST(${sqlName(name)} AS ${stored}) AS ${sqlName(name)}`;
      });
      try {
        await connection.run(
          `COPY (SELECT ${RUN_ID}, ${RUN_ROW}, ${columns.join(', ')} FROM ${stage} JOIN ${ids} USING (run)
             ORDER BY run, ${RUN_ROW})
           TO ${sqlText(file)} (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)`,
        );
      } catch (error) {
        throw faultOfDuckDB(error, 'write', file);
      }
      await connection.run(`DROP TABLE ${stage}`);
    },
  };
}

function fitsInteger(cell: Cell): boolean {
  return cell === null || cell === ((cell as number) | 0);
}

function appendChunk(
  duckdb: DuckDB,
  appender: DuckDBAppender,
  types: readonly DuckDBType[],
  columns: readonly Cell[][],
  first: number,
): void {
  const count = Math.min(CHUNK, columns[0]!.length - first);
  const chunk = duckdb.DuckDBDataChunk.create(types, count);
  chunk.setColumns(columns.map((cells) => cells.slice(first, first + count)));
  appender.appendDataChunk(chunk);
}
