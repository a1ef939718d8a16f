import { sortedKeys } from '../../base/order.js';
import type { Table } from '../../base/table.js';
import { runDigest, tableDigest } from '../../store/digest.js';

/** The digest of a run's tables, that of each, and the tables in the order in which they are written. */
export function digestOf(tables: Readonly<Record<string, Table>>): {
  readonly digest: string;
  readonly perTable: Readonly<Record<string, string>>;
  readonly tables: readonly Table[];
} {
  const names = sortedKeys(tables);
  const perTable = Object.fromEntries(names.map((name) => [name, tableDigest(tables[name]!)]));
  return { digest: runDigest(perTable), perTable, tables: names.map((name) => tables[name]!) };
}
