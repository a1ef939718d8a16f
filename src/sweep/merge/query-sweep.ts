import { accessSync, constants, existsSync } from 'node:fs';
import { DeviceError, UserError } from '../../base/errors.js';
import { type QueryResult, queryFiles } from '../../store/query.js';
import { layout } from '../layout.js';
import { loadSweepDirectory } from '../open-sweep.js';
import { type MergeOptions, mergeSweep } from './merge-sweep.js';
import { nounOf } from './notes.js';
import { readTablesRecord } from './tables-record.js';

/**
 * The answer to an SQL query over the merged tables of a sweep, each a view under its own name. What has finished since the
 * last merge is merged first; where that cannot be, the tables are asked as they are, and it is said what they lack.
 *
 * @throws UserError where nothing is finished, or DuckDB refuses the statement; DeviceError where nothing is merged and
 *   nothing can be
 */
export async function querySweep(directory: string, sql: string, options: MergeOptions = {}): Promise<QueryResult> {
  if (sql.trim() === '') throw new UserError('the query is empty; expected one SQL statement');
  const notes: string[] = [];
  try {
    const sweep = await loadSweepDirectory(directory);
    checkWritable(directory);
    const merged = await mergeSweep(sweep, directory, options);
    if (merged.finished === 0) {
      throw new UserError(
        [`${directory}: none of its ${nounOf(merged.points, 'run')} is finished yet`, ...merged.notes].join('\n'),
      );
    }
    notes.push(...merged.notes);
  } catch (error) {
    if (!(error instanceof DeviceError)) throw error;
    notes.push(asLastMerged(directory, error));
  }
  return { ...(await queryFiles(layout.tables(directory), sql)), skipped: notes };
}

/** Whether this process may write where a merge does. */
function checkWritable(directory: string): void {
  for (const folder of [directory, layout.claims(directory), layout.packs(directory), layout.tables(directory)]) {
    if (!existsSync(folder)) continue;
    try {
      accessSync(folder, constants.W_OK);
    } catch (error) {
      throw new DeviceError(`${folder} cannot be written by this user`, { cause: error });
    }
  }
}

/** What is said where the tables could not be brought up to date. */
function asLastMerged(directory: string, cause: DeviceError): string {
  const record = readTablesRecord(layout.tables(directory));
  if (record === null) throw cause;
  return `${cause.message}; the tables are as last merged, with ${nounOf(record.points, 'finished run')}`;
}
