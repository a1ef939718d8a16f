import { join } from 'node:path';
import { sqlName, sqlParquet, sqlText } from '../duckdb.js';
import { tableFile } from '../manifest.js';
import type { PackContents } from './contents.js';
import { RUN_ID } from './stage-table.js';

/** A pack, and which of its runs are taken from a later one that has them too. */
export interface PackOf {
  readonly name: string;
  readonly contents: PackContents;
  /** Ids; empty but where two processes packed the same run, or one died after it had joined packs. */
  readonly repeated: readonly string[];
}

/**
 * Packs in the order of their names, each run counted in the last that has it.
 *
 * Never in an earlier one: whoever joins packs removes the earlier ones, even after a pause so long that another process
 * goes on in its place. Where all remove earlier packs only, for the sake of later ones, a run always stays in one.
 */
export function withoutRepeats(packs: readonly Omit<PackOf, 'repeated'>[]): PackOf[] {
  const last = new Map(packs.flatMap(({ name, contents }) => contents.runs.map(({ id }) => [id, name] as const)));
  return packs.map(({ name, contents }) => {
    const repeated = contents.runs.map(({ id }) => id).filter((id) => last.get(id) !== name);
    return { name, contents, repeated };
  });
}

/**
 * SQL that gives all rows of a table of some packs, every run once: `run_id`, `run_row`, then the columns by name, null
 * where a pack has them not; integers in the widest type of any.
 *
 * @param packs those that have the table, at least one
 */
export function packedRowsSql(root: string, packs: readonly PackOf[], table: string): string {
  const fileOf = ({ name }: PackOf): string => tableFile(join(root, name), table);
  const whole = packs.filter(({ repeated }) => repeated.length === 0);
  const selects = packs
    .filter(({ repeated }) => repeated.length > 0)
    .map((pack) => {
      const ids = pack.repeated.map(sqlText).join(', ');
      return `SELECT * FROM ${sqlParquet([fileOf(pack)])} WHERE ${sqlName(RUN_ID)} NOT IN (${ids})`;
    });
  if (whole.length > 0) selects.unshift(`SELECT * FROM ${sqlParquet(whole.map(fileOf), ['union_by_name = true'])}`);
  return selects.join(' UNION ALL BY NAME ');
}
