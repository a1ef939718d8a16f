import { existsSync, rmSync } from 'node:fs';
import { DeviceError } from '../../base/errors.js';
import type { Bundle } from '../../store/bundle/bundle.js';
import { readBundleQuickly } from '../../store/bundle/read-bundle.js';
import { guardFiles } from '../../store/device-fault.js';
import { withDuckDB } from '../../store/duckdb.js';
import { spillFolder } from '../../store/pack/clear-packs.js';
import { createPackWriter, type PackItem, type PackWriter } from '../../store/pack/pack-writer.js';
import { createDirectory } from '../../store/run-directory.js';
import { forgetFailure, readFailure } from '../claim/failures.js';
import { layout } from '../layout.js';
import { describeRun, elapsedByCommand } from './describe-run.js';

/** Bytes that DuckDB may hold for the packs that one thread writes; more spills to the disk. */
const MEMORY_BYTES = 2 ** 28;

/** Finished runs that one thread packs: as many as go into a pack, unless they are long. */
export interface PackTask {
  /** Of the sweep. */
  readonly directory: string;
  readonly ids: readonly string[];
}

export interface PackDone {
  readonly packed: number;
  /** Files that could not be read and stay where they are, each with the reason. */
  readonly unreadable: readonly string[];
}

/**
 * Packs finished runs and removes their files in `done/`, which happens only once their pack is whole and on the disk:
 * whoever dies on the way leaves either a file, or a pack, or both.
 */
export async function packDone({ directory, ids }: PackTask): Promise<PackDone> {
  const packs = layout.packs(directory);
  const unreadable: string[] = [];
  let packed = 0;
  createDirectory(packs);
  await withDuckDB(
    async (connection, duckdb) => {
      // More than one only where runs were made by different versions, whose tables differ.
      let writers: PackWriter[] = [];
      const publish = async (writer: PackWriter): Promise<void> => {
        await writer.publish(packs);
        for (const id of writer.ids) {
          removeDone(directory, id);
          // The pack says how many attempts there were.
          forgetFailure(directory, id);
        }
        packed += writer.ids.length;
        writers = writers.filter((other) => other !== writer);
      };
      for (const id of ids) {
        const item = itemOf(directory, id, unreadable);
        if (item === null) continue;
        let writer = writers.find((open) => open.takes(item));
        if (writer === undefined) {
          writer = createPackWriter(connection, duckdb);
          writers.push(writer);
        }
        await writer.add(item);
        if (writer.isFull) await publish(writer);
      }
      for (const writer of writers) await publish(writer);
    },
    { memoryBytes: MEMORY_BYTES, threads: 1, spill: spillFolder(packs) },
  );
  return { packed, unreadable };
}

function itemOf(directory: string, id: string, unreadable: string[]): PackItem | null {
  const file = layout.done(directory, id);
  let bundle: Bundle;
  try {
    // Where a worker died after it had packed some of its runs, another one is given all of them.
    if (!existsSync(file)) return null;
    bundle = readBundleQuickly(file);
  } catch (error) {
    if (!(error instanceof DeviceError)) throw error;
    unreadable.push(error.message);
    return null;
  }
  const attempts = 1 + (readFailure(directory, id)?.attempts.length ?? 0);
  return { bundle, elapsedMs: elapsedByCommand(bundle), further: describeRun(bundle, attempts) };
}

/** Removes the file of a run that is in a pack. */
export function removeDone(directory: string, id: string): void {
  const file = layout.done(directory, id);
  guardFiles('remove', file, () => rmSync(file, { force: true }));
}
