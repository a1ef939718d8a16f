import { tmpdir } from 'node:os';
import type { DuckDBConnection } from '@duckdb/node-api';

/** Bounds for work of any size. */
export interface DuckDBBounds {
  /** Bytes that DuckDB may hold before it spills to a folder. */
  readonly memoryBytes?: number;
  readonly threads?: number;
  /** Where it spills; by default the system's folder for temporary files. */
  readonly spill?: string;
}

export type DuckDB = typeof import('@duckdb/node-api');

/**
 * Runs work on an in-memory DuckDB of its own, closed afterwards. It never touches the network: extensions are neither
 * fetched nor loaded (Parquet is built in).
 *
 * DuckDB is imported here and not before, since loading it takes 0.3 s, which commands that need none should not pay.
 */
export async function withDuckDB<T>(
  work: (connection: DuckDBConnection, duckdb: DuckDB) => Promise<T>,
  { memoryBytes, threads, spill = tmpdir() }: DuckDBBounds = {},
): Promise<T> {
  const duckdb = await import('@duckdb/node-api');
  const instance = await duckdb.DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    // A query larger than memory spills here; by default it would spill into the working directory.
    temp_directory: spill,
    ...(memoryBytes === undefined ? {} : { memory_limit: `${memoryBytes}B` }),
    ...(threads === undefined ? {} : { threads: String(threads) }),
  });
  try {
    const connection = await instance.connect();
    try {
      return await work(connection, duckdb);
    } finally {
      connection.closeSync();
    }
  } finally {
    instance.closeSync();
  }
}

/** A text as an SQL literal. */
export function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A name as an SQL identifier. */
export function sqlName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/**
 * The SQL that reads Parquet files by their exact paths: `[`, `*` and `?` in a path stand for themselves instead of
 * matching other files, and folders called `key=value` do not become columns.
 *
 * @param options further options of read_parquet, e.g. `union_by_name = true`
 */
export function sqlParquet(paths: readonly string[], options: readonly string[] = []): string {
  const list = paths.map((path) => sqlText(path.replace(/[[*?]/g, '[$&]'))).join(', ');
  return `read_parquet(${[`[${list}]`, 'hive_partitioning = false', ...options].join(', ')})`;
}
