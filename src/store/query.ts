import { existsSync, readdirSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { DuckDBConnection, Json as DuckDBJson, DuckDBValueConverter } from '@duckdb/node-api';
import { DeviceError, UserError } from '../base/errors.js';
import { byCodePoint, sortedNames } from '../base/order.js';
import type { Table } from '../base/table.js';
import { createTable, sqlTable } from './create-table.js';
import { faultOfDuckDB, guardFiles } from './device-fault.js';
import { type DuckDB, sqlName, sqlParquet, sqlText, withDuckDB } from './duckdb.js';
import { findRuns, SEARCH_DEPTH, type StoredRun } from './find-runs.js';
import { isFolded } from './folded/folded.js';
import type { Json } from './json.js';
import { MANIFEST, PARQUET, type StoredTable, tableFile } from './manifest.js';
import { nameInRun } from './parts.js';
import { readStoredTable } from './stored-tables.js';

export interface QueryResult {
  /** Names and DuckDB types of the result's columns. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /**
   * `rows[row][column]`, values that JSON can carry: an integer or decimal that a double holds exactly is a number,
   * others text; so are dates, and NaN and infinities; lists and structs are arrays and records.
   */
  readonly rows: readonly (readonly Json[])[];
  /** Runs or tables that do not take part, each as `path: reason`. */
  readonly skipped: readonly string[];
}

/** A stored table of one run. */
interface Source {
  readonly run: StoredRun;
  readonly stored: StoredTable;
  /** Directory of the run, or of the part of it, that the table belongs to. */
  readonly directory: string;
  /** Its Parquet file; null where it is folded with others into one file. */
  readonly file: string | null;
}

/** Schema of DuckDB's that holds folded tables of several runs, so that a user sees no more than their union. */
const FOLDED = 'folded';

/**
 * The answer to an SQL query (DuckDB's dialect) over stored tables, each a view under its own name; those of a part of a
 * run directory under the part's name, `_` and their own, such as `pressure_curve`.
 *
 * Where `directory` is itself a run directory, the views are exactly its tables. Otherwise they are unions, by column
 * name, over all runs found below, with `run_name`, `run_seed` and `run_hash` in front, even if only one is found.
 *
 * @throws UserError where there is no run, no table, or DuckDB refuses the statement
 */
export async function queryTables(directory: string, sql: string): Promise<QueryResult> {
  if (sql.trim() === '') throw new UserError('the query is empty; expected one SQL statement');
  const root = resolve(directory);
  if (!statSync(root, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UserError(`${directory}: no such folder; expected a run directory or a folder of runs`);
  }
  const { runs, unreadable, sweeps } = findRuns(root);
  const skipped = [
    ...unreadable,
    ...sweeps.map((sweep) => `${sweep}: a sweep; ask it by itself: scarce query ${sweep} …`),
  ];
  const sources = collectSources(runs, skipped);
  if (sources.size === 0) throw new UserError(nothingFound(directory, skipped));
  const single = runs.length === 1 && runs[0]!.directory === root;
  return withDuckDB(async (connection, duckdb) => {
    if (!single) {
      await createRunTable(connection, runs);
      await connection.run(`CREATE SCHEMA ${sqlName(FOLDED)}`);
    }
    for (const [name, of] of sources) {
      if (single && of[0]!.file === null) await createTable(connection, duckdb, name, await tableOf(of[0]!));
      else await createView(connection, duckdb, name, of, single);
    }
    return { ...(await ask(connection, duckdb, sql, [...sources.keys()])), skipped };
  });
}

/**
 * The like over the Parquet files of a folder, each a view under its name without the ending.
 *
 * @throws UserError where DuckDB refuses the statement
 */
export async function queryFiles(folder: string, sql: string): Promise<Omit<QueryResult, 'skipped'>> {
  if (sql.trim() === '') throw new UserError('the query is empty; expected one SQL statement');
  const files = guardFiles('read', folder, () => readdirSync(folder)).filter((file) => file.endsWith(PARQUET));
  const names = sortedNames(files.map((file) => file.slice(0, -PARQUET.length)));
  return withDuckDB(async (connection, duckdb) => {
    for (const name of names) {
      try {
        await connection.run(
          `CREATE VIEW ${sqlName(name)} AS SELECT * FROM ${sqlParquet([tableFile(resolve(folder), name)])}`,
        );
      } catch (error) {
        throw faultOfDuckDB(error, 'read', `table ${name}`);
      }
    }
    return ask(connection, duckdb, sql, names);
  });
}

function nothingFound(directory: string, skipped: readonly string[]): string {
  if (skipped.length > 0) return [`${directory}: no run with tables that can be read`, ...skipped].join('\n');
  return `${directory}: no run; looked for folders with a ${MANIFEST} there and up to ${SEARCH_DEPTH} levels below`;
}

/** Every table's files, tables in code-point order of their names; what is missing is noted in `skipped`. */
function collectSources(runs: readonly StoredRun[], skipped: string[]): Map<string, Source[]> {
  const sources = new Map<string, Source[]>();
  for (const run of runs) {
    for (const { part, directory, manifest } of run.parts) {
      if (manifest.tables.length === 0) {
        skipped.push(`${directory}: holds no tables yet (status ${manifest.status})`);
      }
      const folded = isFolded(directory);
      for (const stored of manifest.tables) {
        const file = folded ? null : tableFile(directory, stored.name);
        const name = nameInRun(part, stored.name);
        if (file === null || existsSync(file)) {
          sources.set(name, [...(sources.get(name) ?? []), { run, stored, directory, file }]);
        } else skipped.push(`${file}: missing, though the ${MANIFEST} beside it lists it`);
      }
    }
  }
  return new Map([...sources].sort(([a], [b]) => byCodePoint(a, b)));
}

/** Identity of each run by directory, joined to the tables through the file that a row came from. */
async function createRunTable(connection: DuckDBConnection, runs: readonly StoredRun[]): Promise<void> {
  const rows = runs.map(({ directory, parts }) => {
    const { name, seed, hash } = parts[0]!.manifest;
    return [directory, name, seed, hash].map(sqlText).join(', ');
  });
  const values = rows.map((row) => `(${row})`).join(', ');
  await connection.run(
    `CREATE TABLE of_directory AS SELECT * FROM (VALUES ${values}) AS t(run_directory, run_name, run_seed, run_hash)`,
  );
}

const tableOf = ({ directory, stored }: Source): Promise<Table> => readStoredTable(directory, stored);

async function createView(
  connection: DuckDBConnection,
  duckdb: DuckDB,
  name: string,
  sources: readonly Source[],
  single: boolean,
): Promise<void> {
  const files = sources.flatMap(({ file }) => file ?? []);
  const selects = files.length === 0 ? [] : [selectFiles(sources, files, single)];
  for (const [index, source] of sources.entries()) {
    if (source.file !== null) continue;
    const own = `${name}_${index}`;
    await createTable(connection, duckdb, own, await tableOf(source), FOLDED);
    selects.push(
      `SELECT run_name, run_seed, run_hash, folded.* FROM ${sqlTable(own, FOLDED)} AS folded
       JOIN of_directory ON run_directory = ${sqlText(source.run.directory)}`,
    );
  }
  try {
    await connection.run(`CREATE VIEW ${sqlName(name)} AS ${selects.join(' UNION ALL BY NAME ')}`);
  } catch (error) {
    throw faultOfDuckDB(error, 'read', `table ${name}`);
  }
}

function selectFiles(sources: readonly Source[], files: readonly string[], single: boolean): string {
  if (single) return `SELECT * FROM ${sqlParquet(files)}`;
  // The same for all runs: where in its run directory a table lies.
  const { file, run } = sources.find((source) => source.file !== null)!;
  const within = file!.slice(run.directory.length);
  return `SELECT run_name, run_seed, run_hash, stored.* EXCLUDE (run_file)
       FROM ${sqlParquet(files, ['union_by_name = true', "filename = 'run_file'"])} AS stored
       JOIN of_directory ON run_file = run_directory || ${sqlText(within)}`;
}

async function ask(
  connection: DuckDBConnection,
  duckdb: DuckDB,
  sql: string,
  tables: readonly string[],
): Promise<Omit<QueryResult, 'skipped'>> {
  try {
    const statements = await connection.extractStatements(sql);
    if (statements.count !== 1) {
      throw new UserError(`the query holds ${statements.count} statements; expected one`);
    }
    const reader = await connection.runAndReadAll(sql);
    const columns = reader.columnNames().map((name, c) => ({ name, type: String(reader.columnType(c)) }));
    return { columns, rows: reader.convertRows(plainValues(duckdb)) };
  } catch (error) {
    if (error instanceof UserError || error instanceof DeviceError) throw error;
    throw new UserError(`${(error as Error).message}\ntables here: ${tables.join(', ')}`, { cause: error });
  }
}

/** Digits of which a double carries every decimal number exactly there and back. */
const EXACT_DIGITS = 15;

function plainValues(duckdb: DuckDB): DuckDBValueConverter<DuckDBJson> {
  const convert: DuckDBValueConverter<DuckDBJson> = (value, type) => {
    if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
    if (value instanceof duckdb.DuckDBDecimalValue && value.width <= EXACT_DIGITS) return value.toDouble();
    return duckdb.JsonDuckDBValueConverter(value, type, convert);
  };
  return convert;
}
