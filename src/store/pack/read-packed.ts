import { join } from 'node:path';
import { UserError } from '../../base/errors.js';
import type { Table } from '../../base/table.js';
import type { Bundle } from '../bundle/bundle.js';
import { withDuckDB } from '../duckdb.js';
import { nameInRun } from '../parts.js';
import { readContents } from './contents.js';
import { readIndex } from './pack-index.js';
import { packedTable } from './packed-tables.js';

/**
 * A run of a pack as it was before it was packed.
 *
 * @throws UserError where the pack is gone or has no such run; DeviceError where it is damaged
 */
export async function readPacked(packs: string, name: string, id: string): Promise<Bundle> {
  const pack = join(packs, name);
  const contents = readContents(pack);
  const run = contents === null ? undefined : readIndex(pack, contents, (other) => other === id)[0];
  if (run === undefined)
    throw new UserError(`${pack}: no run ${id} in it; it may have moved to another pack meanwhile`);
  return withDuckDB(async (connection) => {
    const parts: Bundle['parts'][number][] = [];
    for (const { part, manifest, log } of run.parts) {
      const tables: Table[] = [];
      for (const stored of manifest.tables) {
        const { columns } = await packedTable(connection, pack, id, {
          ...stored,
          name: nameInRun(part, stored.name),
        });
        const { name, meaning, order, columns: specs } = stored;
        tables.push({ spec: { name, meaning, order, columns: specs }, columns });
      }
      parts.push({ part, manifest, tables, log });
    }
    return { ...run, parts };
  });
}
