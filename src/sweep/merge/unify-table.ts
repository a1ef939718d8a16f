import type { ColumnSpec, TableSpec } from '../../base/table.js';
import { sameSpec } from '../../store/pack/pack-writer.js';
import type { PackOf } from '../../store/pack/packed-rows.js';
import { nounOf } from './notes.js';

/** A table as all runs of a sweep have it, and the packs that it is taken from. */
export interface UnifiedTable {
  readonly spec: TableSpec;
  readonly packs: readonly PackOf[];
  /** Integer columns of which some pack has a value that does not fit 32 bits. */
  readonly wide: readonly string[];
  /** What the reader must know: runs whose tables are of another make. */
  readonly notes: readonly string[];
}

/** A pack with the place in the design of the first of its points that are merged. */
export interface RankedPack {
  readonly pack: PackOf;
  readonly firstPoint: number;
  readonly merged: number;
}

/**
 * One spec for a table whose packs may have been made by different versions of this program: the columns of the pack with
 * the first point, then those that only others have. So it hangs on which runs there are, not on who finished when. Packs
 * with a column of another type are left out.
 */
export function unifyTable(name: string, ranked: readonly RankedPack[]): UnifiedTable {
  const having = ranked
    .flatMap((of) => {
      const table = of.pack.contents.tables.find((other) => other.name === name);
      return table === undefined ? [] : [{ ...of, table }];
    })
    .sort((a, b) => a.firstPoint - b.firstPoint);
  const [reference] = having;
  const columns: ColumnSpec[] = [...reference!.table.columns];
  const notes: string[] = [];
  const packs: PackOf[] = [];
  const wide = new Set<string>();
  for (const { pack, table, merged } of having) {
    const differs = !sameSpec(table, reference!.table);
    const clash = table.columns.find(({ name: of, type }) => columns.some((c) => c.name === of && c.type !== type));
    if (clash !== undefined) {
      const expected = columns.find((c) => c.name === clash.name)!.type;
      notes.push(
        `table ${name}: ${nounOf(merged, 'run')} left out (packs/${pack.name}): column ${clash.name} is ${clash.type} there, ` +
          `${expected} in the others: made by another version; compute them again with this one`,
      );
      continue;
    }
    if (differs) {
      const missing = columns.filter((c) => !table.columns.some((other) => other.name === c.name));
      const more = table.columns.filter((c) => !columns.some((other) => other.name === c.name));
      notes.push(
        `table ${name}: ${nounOf(merged, 'run')} made by another version (packs/${pack.name})` +
          (missing.length > 0 ? `; without ${missing.map((c) => c.name).join(', ')}, null there` : '') +
          (more.length > 0 ? `; with ${more.map((c) => c.name).join(', ')}, null in the others` : '') +
          (missing.length + more.length === 0 ? '; same columns, described otherwise' : ''),
      );
      columns.push(...more);
    }
    for (const column of table.wide) wide.add(column);
    packs.push(pack);
  }
  const { meaning, order } = reference!.table;
  packs.sort((a, b) => (a.name < b.name ? -1 : 1));
  return { spec: { name, meaning, order, columns }, packs, wide: [...wide], notes };
}
