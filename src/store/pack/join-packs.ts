import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sortedNames } from '../../base/order.js';
import type { TableSpec } from '../../base/table.js';
import { flushFile, PARTIAL, writeFileAtomically } from '../atomic-file.js';
import { faultOfDuckDB, guardFiles } from '../device-fault.js';
import { sqlText, withDuckDB } from '../duckdb.js';
import { tableFile } from '../manifest.js';
import { createDirectory } from '../run-directory.js';
import { removePack, spillFolder } from './clear-packs.js';
import { PACK_VERSION, type PackContents, type PackedTable, packNames, readContents } from './contents.js';
import { INDEX } from './pack-index.js';
import { MOST_ROWS, MOST_RUNS, publishPack, sameSpec } from './pack-writer.js';
import { type PackOf, packedRowsSql, withoutRepeats } from './packed-rows.js';

/** A pack with fewer runs and rows is small: many of them are slow to read, as whoever asks every few minutes makes them. */
const SMALL_RUNS = MOST_RUNS / 8;
const SMALL_ROWS = MOST_ROWS / 8;

/** Small packs that are left alone; so every run is written again a few times at most. */
const MOST_SMALL = 16;

const MEMORY_BYTES = 2 ** 28;

/**
 * Joins small packs into larger ones where there are many. The larger one is published before the small ones are removed;
 * whoever dies in between leaves runs in two packs, which readers count once and the next call tidies up.
 *
 * @returns how many packs are gone
 */
export async function joinSmallPacks(packs: string): Promise<number> {
  const all = withoutRepeats(packNames(packs).map((name) => ({ name, contents: readContents(join(packs, name))! })));
  let gone = 0;
  for (const { name, contents, repeated } of all) {
    if (repeated.length < contents.runs.length) continue;
    removePack(packs, name);
    gone++;
  }
  const small = all.filter(({ contents, repeated }) => isSmall(contents) && repeated.length < contents.runs.length);
  if (small.length <= MOST_SMALL) return gone;
  for (const group of groupsOf(small)) {
    if (group.length === 1) continue;
    await joinPacks(packs, group);
    for (const { name } of group) removePack(packs, name);
    gone += group.length - 1;
  }
  return gone;
}

function rowsOf({ tables }: PackContents): number {
  return tables.reduce((sum, { rows }) => sum + rows, 0);
}

function isSmall(contents: PackContents): boolean {
  return contents.runs.length < SMALL_RUNS && rowsOf(contents) < SMALL_ROWS;
}

/** Packs that will be one. */
interface Group {
  readonly specs: Map<string, TableSpec>;
  readonly packs: PackOf[];
  runs: number;
  rows: number;
}

/** Packs that fit into one together: of the same tables, and not too much. */
function groupsOf(packs: readonly PackOf[]): PackOf[][] {
  const groups: Group[] = [];
  for (const pack of packs) {
    const { tables } = pack.contents;
    const runs = pack.contents.runs.length;
    const rows = rowsOf(pack.contents);
    const fits = groups.find(
      (group) =>
        group.runs + runs <= MOST_RUNS &&
        group.rows + rows <= MOST_ROWS &&
        tables.every((table) => sameSpec(group.specs.get(table.name) ?? table, table)),
    );
    const group: Group = fits ?? { specs: new Map(), packs: [], runs: 0, rows: 0 };
    if (fits === undefined) groups.push(group);
    for (const table of tables) group.specs.set(table.name, table);
    group.packs.push(pack);
    group.runs += runs;
    group.rows += rows;
  }
  return groups.map((group) => group.packs);
}

async function joinPacks(root: string, packs: readonly PackOf[]): Promise<void> {
  const partial = join(root, `joined_${randomBytes(8).toString('hex')}${PARTIAL}`);
  createDirectory(partial);
  try {
    const tables: PackedTable[] = [];
    const names = sortedNames([...new Set(packs.flatMap(({ contents }) => contents.tables.map(({ name }) => name)))]);
    await withDuckDB(
      async (connection) => {
        for (const name of names) {
          const file = tableFile(partial, name);
          const having = packs.filter(({ contents }) => contents.tables.some((table) => table.name === name));
          try {
            const { rowsChanged: rows } = await connection.run(
              `COPY (${packedRowsSql(root, having, name)})
               TO ${sqlText(file)} (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)`,
            );
            const specs = having.map(({ contents }) => contents.tables.find((table) => table.name === name)!);
            tables.push({ ...specs[0]!, rows, wide: [...new Set(specs.flatMap(({ wide }) => wide))] });
          } catch (error) {
            throw faultOfDuckDB(error, 'write', file);
          }
          guardFiles('write', file, () => flushFile(file));
        }
      },
      { memoryBytes: MEMORY_BYTES, threads: 1, spill: spillFolder(root) },
    );
    writeFileAtomically(
      join(partial, INDEX),
      packs.map((pack) => indexOf(root, pack)),
    );
    const runs = packs.flatMap(({ contents, repeated }) => contents.runs.filter(({ id }) => !repeated.includes(id)));
    publishPack(root, partial, { packVersion: PACK_VERSION, runs, tables });
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    throw error;
  }
}

/** The index of a pack without the runs that a later one has: gzip files one after another are one gzip file. */
function indexOf(root: string, { name, contents, repeated }: PackOf): Uint8Array {
  const file = join(root, name, INDEX);
  const packed = guardFiles('read', file, () => readFileSync(file));
  if (repeated.length === 0) return packed;
  const lines = gunzipSync(packed).toString('utf8').split('\n');
  const kept = lines.filter((_, i) => i < contents.runs.length && !repeated.includes(contents.runs[i]!.id));
  return gzipSync(kept.map((line) => `${line}\n`).join(''), { level: 1 });
}
