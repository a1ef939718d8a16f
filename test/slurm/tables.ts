import { DuckDBInstance } from '@duckdb/node-api';

/** Rows of an SQL query, integers as numbers. */
export async function queryRows(sql: string): Promise<Record<string, unknown>[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const rows = await (await connection.runAndReadAll(sql)).getRowObjects();
    return rows.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => [name, typeof value === 'bigint' ? Number(value) : value]),
      ),
    );
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/**
 * Compares two Parquet files row by row in their order, columns by name and type.
 *
 * @returns rows of the first, and how many rows of either the other has not in the same place
 */
export async function differences(first: string, second: string): Promise<{ rows: number; differing: number }> {
  const columns = (file: string) =>
    queryRows(`SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM '${file}')`);
  const [ours, theirs] = [await columns(first), await columns(second)];
  if (JSON.stringify(ours) !== JSON.stringify(theirs))
    throw new Error(`${first} and ${second} differ in their columns`);
  const rows = (file: string): string => `SELECT * FROM read_parquet('${file}', file_row_number = true)`;
  const [counts] = await queryRows(`
    SELECT (SELECT count(*) FROM '${first}') AS rows,
      (SELECT count(*) FROM (${rows(first)} EXCEPT ALL ${rows(second)})) +
      (SELECT count(*) FROM (${rows(second)} EXCEPT ALL ${rows(first)})) AS differing`);
  return counts as { rows: number; differing: number };
}
