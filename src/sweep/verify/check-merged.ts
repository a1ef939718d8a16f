import type { DuckDBConnection } from '@duckdb/node-api';
import { tableFile } from '../../store/manifest.js';
import type { Sweep } from '../design/records.js';
import type { FinishedPoints } from '../finished.js';
import { layout } from '../layout.js';
import { finishedIn, keyOf } from '../merge/finished-in.js';
import { readTablesRecord } from '../merge/tables-record.js';
import { checkFile } from './check-file.js';
import type { Difference } from './difference.js';
import type { Expected } from './expected.js';

/** What was found of the merged tables. */
export type MergedCheck =
  | { readonly differences: readonly Difference[]; readonly notChecked: null }
  /** Why they were not looked at. */
  | { readonly differences: readonly []; readonly notChecked: string };

/**
 * Whether the merged tables hold for every point exactly the rows of its own tables.
 *
 * @param expected of all stored runs
 */
export async function checkMerged(
  connection: DuckDBConnection,
  sweep: Sweep,
  directory: string,
  known: FinishedPoints,
  expected: Expected,
): Promise<MergedCheck> {
  const folder = layout.tables(directory);
  const record = readTablesRecord(folder);
  const { finished } = finishedIn(sweep, known);
  const skip = (notChecked: string): MergedCheck => ({ differences: [], notChecked });
  if (record === null || record.key !== keyOf(sweep, finished)) {
    return skip('they are not up to date: the next query, or scarce sweep --merge, writes them anew');
  }
  if (record.notes.length > 0) return skip('they join runs whose tables differ');
  const ids = new Map(finished.map(({ point }) => [point.index, point.id]));
  const differences: Difference[] = [];
  for (const { name } of record.tables) {
    const table = expected.get(name);
    // Of a table that only sweeps have no manifest speaks.
    if (table === undefined) continue;
    const digests = new Map(
      [...ids.values()].flatMap((id) => {
        const digest = table.digests.get(id);
        return digest === undefined ? [] : [[id, digest] as const];
      }),
    );
    const file = tableFile(folder, name);
    await checkFile(
      connection,
      file,
      { spec: table.spec, digests },
      'point',
      (value) => ids.get(value as number),
      (id, reason) => {
        differences.push({
          id,
          place: file,
          table: name,
          reason: id === null ? reason : `run ${known.packed(id)!.directory}: ${reason}`,
        });
      },
    );
  }
  return { differences, notChecked: null };
}
