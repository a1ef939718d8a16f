import type { DuckDBConnection } from '@duckdb/node-api';
import { DeviceError } from '../../base/errors.js';
import { type Cell, emptyTable } from '../../base/table.js';
import { tableDigest } from '../../store/digest.js';
import { rowsByRun } from '../../store/pack/packed-tables.js';
import type { ExpectedTable } from './expected.js';

/**
 * Whether a Parquet file of many runs holds for each exactly the rows that its manifest speaks of; no more than one run in
 * memory.
 *
 * @param by column that tells runs apart
 * @param idOf the run that a value of it stands for; undefined where there is none
 * @param differ is told of every run whose rows are others, and (null) of what is no run's
 */
export async function checkFile(
  connection: DuckDBConnection,
  file: string,
  { spec, digests }: ExpectedTable,
  by: string,
  idOf: (value: Cell) => string | undefined,
  differ: (id: string | null, reason: string) => void,
): Promise<void> {
  const missing = new Map(digests);
  try {
    for await (const { run, table } of rowsByRun(connection, file, spec, by)) {
      const id = idOf(run);
      const expected = id === undefined ? undefined : missing.get(id);
      if (expected === undefined)
        differ(null, `rows of ${by} ${run} that no run has, or that stand apart from its others`);
      else if (tableDigest(table) !== expected) differ(id!, 'its values differ from those that the run wrote');
      if (id !== undefined) missing.delete(id);
    }
  } catch (error) {
    if (!(error instanceof DeviceError)) throw error;
    differ(null, error.message);
    return;
  }
  const none = tableDigest(emptyTable(spec));
  for (const [id, expected] of missing) if (expected !== none) differ(id, 'its rows are missing');
}
