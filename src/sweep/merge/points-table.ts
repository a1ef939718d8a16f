import type { DuckDBConnection, DuckDBType, DuckDBValue } from '@duckdb/node-api';
import { type ColumnSpec, integer, text } from '../../base/table.js';
import type { DuckDB } from '../../store/duckdb.js';
import { sqlName } from '../../store/duckdb.js';
import type { PackedRun } from '../../store/pack/contents.js';
import { RUN_ID } from '../../store/pack/stage-table.js';
import type { Axis, Point } from '../design/records.js';

/** A finished point of the present design. */
export interface FinishedPoint {
  readonly point: Point;
  readonly run: PackedRun;
}

/** Columns in front of every merged table: which point a row is of, and which run. */
export function frontColumns(axes: readonly Axis[]): ColumnSpec[] {
  return [
    integer('point', '', 'Place of the point in the design, from 0.'),
    integer('replicate', '', 'From 0.'),
    ...axes.map(({ name, type }) => ({ name, type, unit: '', meaning: `Coordinate of the point on axis ${name}.` })),
    text('run_name', 'Name of the scenario.'),
    text('run_seed', "The point's seed."),
    text('run_hash', "Full hash of the point's scenario."),
  ];
}

/** Rows that are handed to DuckDB at once: its vector size. */
const CHUNK = 2048;

/** Makes a table `points` in DuckDB: the run's id and the front columns of every finished point. */
export async function createPointsTable(
  connection: DuckDBConnection,
  duckdb: DuckDB,
  axes: readonly Axis[],
  finished: readonly FinishedPoint[],
): Promise<void> {
  const front = frontColumns(axes);
  const values = finished.map(({ point, run }) => [
    ...[run.id, point.index, point.replicate, ...point.coordinates, run.name, run.seed, run.hash],
  ]);
  // Of an integer axis: its width in the merged tables.
  const isNarrow = (c: number): boolean => values.every((row) => row[c + 1] === ((row[c + 1] as number) | 0));
  const types: DuckDBType[] = [
    duckdb.VARCHAR,
    ...front.map(({ type }, c) => {
      if (type !== 'integer') return type === 'text' ? duckdb.VARCHAR : duckdb.DOUBLE;
      return isNarrow(c) ? duckdb.INTEGER : duckdb.BIGINT;
    }),
  ];
  const names = [RUN_ID, ...front.map(({ name }) => name)];
  await connection.run(`CREATE TABLE points (${names.map((name, c) => `${sqlName(name)} ${types[c]}`).join(', ')})`);
  const appender = await connection.createAppender('points');
  for (let first = 0; first < values.length; first += CHUNK) {
    const rows = values.slice(first, first + CHUNK);
    const chunk = duckdb.DuckDBDataChunk.create(types, rows.length);
    chunk.setColumns(types.map((type, c) => rows.map((row) => cellOf(duckdb, type, row[c]!))));
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}

function cellOf(duckdb: DuckDB, type: DuckDBType, value: string | number): DuckDBValue {
  if (type === duckdb.BIGINT) return BigInt(value);
  // Levels of a text axis may be numbers.
  return type === duckdb.VARCHAR ? String(value) : value;
}
