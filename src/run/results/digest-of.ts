import { sortedKeys } from '../../base/order.js';
import type { Table } from '../../base/table.js';
import { runDigest } from '../../store/digest.js';
import { type StoredTable, storedTableOf } from '../../store/manifest.js';

/** The digest of a run's tables, that of each, and the tables in the order in which they are written. */
export function digestOf(tables: Readonly<Record<string, Table>>): {
  readonly digest: string;
  readonly perTable: Readonly<Record<string, string>>;
  readonly tables: readonly Table[];
  /** What a manifest says of each. */
  readonly stored: readonly StoredTable[];
} {
  const ordered = sortedKeys(tables).map((name) => tables[name]!);
  const stored = ordered.map(storedTableOf);
  const perTable = Object.fromEntries(stored.map(({ name, digest }) => [name, digest]));
  return { digest: runDigest(perTable), perTable, tables: ordered, stored };
}
