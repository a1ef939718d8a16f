import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { guardFiles, systemErrorCode } from '../store/device-fault.js';
import { type PackedRun, packNames, readContents } from '../store/pack/contents.js';
import { layout } from './layout.js';

/** The file of a finished run that is not packed yet. */
const DONE_FILE = /^([0-9a-f]+)\.jsonl\.gz$/;

/** Which runs of a sweep's directory are finished, by its files alone: those in `done/` and those in packs. */
export interface FinishedPoints {
  /** As of the last look at the files. */
  has(id: string): boolean;
  /** Looks for this one now: a few system calls, no folder of finished runs is listed. */
  look(id: string): boolean;
  /** Looks at all files again: 256 folders are listed, packs that are known are not read. */
  refresh(): void;
  /** All of them, in no order; a run both packed and in `done/` is there once. */
  ids(): ReadonlySet<string>;
  /** Those in `done/`, in ascending order: what a merge has yet to pack, or to drop as packed already. */
  unpacked(): readonly string[];
  /** Names of the packs, oldest first. */
  packs(): readonly string[];
  /** What the packs say of a run; null where it is in none. */
  packed(id: string): (PackedRun & { readonly pack: string }) | null;
  /** Mean milliseconds of computing of the packed runs, by `run` and the names of parts; empty before the first merge. */
  meanElapsedMs(): Readonly<Record<string, number>>;
}

/**
 * @param directory of the sweep
 * @throws DeviceError, here and at every later look, where a folder or a pack cannot be read
 */
export function finishedPoints(directory: string): FinishedPoints {
  const packs = new Map<string, readonly PackedRun[]>();
  const packed = new Map<string, PackedRun & { pack: string }>();
  let done: string[] = [];
  let ids = new Set<string>();

  const refreshPacks = (): void => {
    const root = layout.packs(directory);
    for (;;) {
      const names = packNames(root);
      if (names.length === packs.size && names.every((name) => packs.has(name))) return;
      const found = names.map((name) => [name, packs.get(name) ?? readContents(join(root, name))?.runs] as const);
      // One was joined with others into a newer one since it was listed: look again.
      if (found.some(([, runs]) => runs === undefined)) continue;
      packs.clear();
      packed.clear();
      for (const [name, runs] of found) {
        packs.set(name, runs!);
        // Of a run in two packs the later one stays (packed-rows.ts).
        for (const run of runs!) packed.set(run.id, { ...run, pack: name });
      }
      return;
    }
  };

  const points: FinishedPoints = {
    has: (id) => ids.has(id),
    look(id) {
      if (ids.has(id)) return true;
      // In this order: a merge publishes the pack before it removes the file.
      const file = layout.done(directory, id);
      if (guardFiles('look for', file, () => statSync(file, { throwIfNoEntry: false })) === undefined) {
        refreshPacks();
        if (!packed.has(id)) return false;
      }
      ids.add(id);
      return true;
    },
    refresh() {
      done = doneIds(directory);
      refreshPacks();
      ids = new Set([...packed.keys(), ...done]);
    },
    ids: () => ids,
    unpacked: () => done,
    packs: () => [...packs.keys()],
    packed: (id) => packed.get(id) ?? null,
    meanElapsedMs() {
      const sums: Record<string, { total: number; runs: number }> = {};
      for (const { elapsedMs } of packed.values()) {
        for (const [command, ms] of Object.entries(elapsedMs)) {
          const { total, runs } = sums[command] ?? { total: 0, runs: 0 };
          sums[command] = { total: total + ms, runs: runs + 1 };
        }
      }
      return Object.fromEntries(Object.entries(sums).map(([command, { total, runs }]) => [command, total / runs]));
    },
  };
  points.refresh();
  return points;
}

/** Ids of the files in `done/`, ascending. */
function doneIds(directory: string): string[] {
  const root = layout.dones(directory);
  return entriesOf(root)
    .flatMap((fan) => entriesOf(join(root, fan)))
    .flatMap((name) => DONE_FILE.exec(name)?.[1] ?? [])
    .sort();
}

function entriesOf(folder: string): string[] {
  return guardFiles('read', folder, () => {
    try {
      return readdirSync(folder);
    } catch (error) {
      if (['ENOENT', 'ENOTDIR'].includes(systemErrorCode(error) ?? '')) return [];
      throw error;
    }
  });
}
