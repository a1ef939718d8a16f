import { randomBytes } from 'node:crypto';
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { sortedKeys } from '../../base/order.js';
import type { Table, TableSpec } from '../../base/table.js';
import { flushFile, PARTIAL, writeFileAtomically } from '../atomic-file.js';
import type { Bundle } from '../bundle/bundle.js';
import { guardFiles, systemErrorCode } from '../device-fault.js';
import { type DuckDB, sqlText } from '../duckdb.js';
import { tableFile } from '../manifest.js';
import { nameInRun } from '../parts.js';
import { createDirectory } from '../run-directory.js';
import { contentsFile, nextPackName, PACK_VERSION, type PackContents, type PackedRun, packNames } from './contents.js';
import { createIndex, INDEX } from './pack-index.js';
import { type StagedTable, stageTable } from './stage-table.js';

/** A pack is closed once it has as many runs, or as many rows. */
export const MOST_RUNS = 512;
export const MOST_ROWS = 1_000_000;

/** What a pack takes of a run. */
export interface PackItem {
  readonly bundle: Bundle;
  /** Milliseconds of computing, by `run` and the names of its parts. */
  readonly elapsedMs: Readonly<Record<string, number>>;
  /** Tables beside those of the run, of other names. */
  readonly further: readonly Table[];
}

/** Finished runs on their way into one pack: the values of their tables in DuckDB, all else compressed. */
export interface PackWriter {
  readonly ids: readonly string[];
  readonly isFull: boolean;
  /** Whether the specs of a run's tables are those of the same tables of the runs before it. */
  takes(item: PackItem): boolean;
  add(item: PackItem): Promise<void>;
  /**
   * Writes the pack beside the others, forces it to the disk and gives it its name: whole or not at all. No name is ever
   * given twice, even where two processes publish at once.
   *
   * @returns its name
   * @throws DeviceError; nothing of it is then left
   */
  publish(packs: string): Promise<string>;
}

export function createPackWriter(connection: DuckDBConnection, duckdb: DuckDB): PackWriter {
  const stages: Record<string, StagedTable> = {};
  const index = createIndex();
  const runs: PackedRun[] = [];
  // One connection may serve several writers at once.
  const mark = `pack_${randomBytes(8).toString('hex')}`;
  const rows = (): number => Object.values(stages).reduce((sum, stage) => sum + stage.rows, 0);

  return {
    get ids() {
      return runs.map(({ id }) => id);
    },
    get isFull() {
      return runs.length >= MOST_RUNS || rows() >= MOST_ROWS;
    },
    takes: (item) =>
      tablesOf(item).every(({ spec }) => {
        const stage = stages[spec.name];
        return stage === undefined || sameSpec(stage.spec, spec);
      }),
    async add(item) {
      const { bundle, elapsedMs } = item;
      const { name, seed, hash } = bundle.parts[0]!.manifest;
      for (const table of tablesOf(item)) {
        const of = table.spec.name;
        stages[of] ??= await stageTable(connection, duckdb, table.spec, `${mark}_${of}`);
        stages[of].add(runs.length, table);
      }
      index.add(bundle);
      const digests = Object.fromEntries(
        bundle.parts.map(({ part, manifest }) => [part ?? 'run', manifest.digest ?? '']),
      );
      runs.push({ id: bundle.id, directory: bundle.directory, name, seed, hash, elapsedMs, digests });
    },
    async publish(packs) {
      const partial = join(packs, `${mark}${PARTIAL}`);
      createDirectory(partial);
      try {
        const ids = `${mark}_ids`;
        const values = runs.map(({ id }, run) => `(${run}, ${sqlText(id)})`).join(', ');
        await connection.run(`CREATE TABLE ${ids} AS SELECT * FROM (VALUES ${values}) AS t(run, run_id)`);
        const names = sortedKeys(stages);
        for (const name of names) {
          const file = tableFile(partial, name);
          await stages[name]!.writeTo(file, ids);
          guardFiles('write', file, () => flushFile(file));
        }
        await connection.run(`DROP TABLE ${ids}`);
        writeFileAtomically(join(partial, INDEX), index.members());
        const contents: PackContents = {
          packVersion: PACK_VERSION,
          runs,
          tables: names.map((name) => ({ ...stages[name]!.spec, rows: stages[name]!.rows, wide: stages[name]!.wide })),
        };
        return publishPack(packs, partial, contents);
      } catch (error) {
        rmSync(partial, { recursive: true, force: true });
        throw error;
      }
    },
  };
}

/** The tables of a run under their names in queries, and those beside them. */
function tablesOf({ bundle, further }: PackItem): Table[] {
  const own = bundle.parts.flatMap(({ part, tables }) =>
    tables.map(({ spec, columns }) => ({ spec: { ...spec, name: nameInRun(part, spec.name) }, columns })),
  );
  return [...own, ...further];
}

/** Whether two specs agree in all but the name: a pack says it once for all its runs. */
export function sameSpec(a: TableSpec, b: TableSpec): boolean {
  return (
    a.meaning === b.meaning &&
    a.columns.length === b.columns.length &&
    a.order.length === b.order.length &&
    a.order.every((name, i) => name === b.order[i]) &&
    a.columns.every(({ name, type, unit, meaning }, c) => {
      const other = b.columns[c]!;
      return name === other.name && type === other.type && unit === other.unit && meaning === other.meaning;
    })
  );
}

/** Gives a folder that holds all files of a pack but the contents those too, and the next name that is free. */
export function publishPack(packs: string, partial: string, contents: PackContents): string {
  writeFileAtomically(contentsFile(partial), JSON.stringify(contents));
  return guardFiles('write', packs, () => {
    for (;;) {
      const name = nextPackName(packNames(packs));
      try {
        // Renaming to a folder that has files fails: of two that come at once, the later takes the next name.
        renameSync(partial, join(packs, name));
      } catch (error) {
        if (['ENOTEMPTY', 'EEXIST'].includes(systemErrorCode(error) ?? '')) continue;
        throw error;
      }
      flushFile(packs);
      return name;
    }
  });
}
