import { DeviceError, UserError } from '../base/errors.js';
import { byCodePoint } from '../base/order.js';
import { rowCount } from '../base/table.js';
import { runDigest, tableDigest } from './digest.js';
import { readManifest } from './find-manifest.js';
import { MANIFEST, type StoredTable } from './manifest.js';
import { readStoredTable } from './stored-tables.js';

/** What was found of one table, against the manifest. */
export interface TableCheck {
  /** The table's name; `manifest.json` for the digest over all tables. */
  readonly table: string;
  readonly ok: boolean;
  /** Digest in the manifest. */
  readonly expected: string;
  /** Digest of what is stored; null where it cannot be read. */
  readonly found: string | null;
  /** Why it is not ok, one sentence; null where it is. */
  readonly reason: string | null;
}

export interface StoredCheck {
  readonly ok: boolean;
  readonly firstDifference: TableCheck | null;
  /** In code-point order of the tables' names, the run's digest last. */
  readonly tables: readonly TableCheck[];
}

/**
 * Whether the stored tables of a run still hash to what its manifest says, and their digests to the run's.
 *
 * @throws UserError where `directory` holds no run, or one that has no result yet
 */
export async function verifyStored(directory: string): Promise<StoredCheck> {
  const manifest = readManifest(directory);
  if (manifest.digest === null) {
    throw new UserError(`${directory}: without a result (status ${manifest.status}); finish it first, with --resume`);
  }
  const checks: TableCheck[] = [];
  for (const table of [...manifest.tables].sort((a, b) => byCodePoint(a.name, b.name))) {
    checks.push(await checkStoredTable(directory, table));
  }
  const expected = manifest.digest;
  const found = runDigest(Object.fromEntries(manifest.tables.map(({ name, digest }) => [name, digest])));
  const reason = found === expected ? null : `the run's digest in ${MANIFEST} is not that of its tables' digests`;
  checks.push({ table: MANIFEST, ok: reason === null, expected, found, reason });
  const firstDifference = checks.find(({ ok }) => !ok) ?? null;
  return { ok: firstDifference === null, firstDifference, tables: checks };
}

async function checkStoredTable(directory: string, stored: StoredTable): Promise<TableCheck> {
  const { name, digest: expected, rows } = stored;
  try {
    const table = await readStoredTable(directory, stored);
    const found = tableDigest(table);
    if (found === expected && rowCount(table) === rows) return { table: name, ok: true, expected, found, reason: null };
    const reason =
      rowCount(table) === rows
        ? 'its values differ from those that the run wrote'
        : `${rowCount(table)} rows are stored; the manifest says ${rows}`;
    return { table: name, ok: false, expected, found, reason };
  } catch (error) {
    if (!(error instanceof DeviceError)) throw error;
    return { table: name, ok: false, expected, found: null, reason: error.message };
  }
}
