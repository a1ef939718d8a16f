import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DeviceError } from '../base/errors.js';
import { byCodePoint } from '../base/order.js';
import { guardFiles } from './device-fault.js';
import { findManifest } from './find-manifest.js';
import { RESULT } from './folded/folded.js';
import { MANIFEST, type Manifest } from './manifest.js';
import { PARTS, type Part, partDirectory } from './parts.js';
import { SWEEP_RECORD } from './sweep-record.js';

/** How far below a folder runs are looked for: `<sweep>/<out>/<name>/<run>` and one to spare. */
export const SEARCH_DEPTH = 5;

/** The run itself (part null), or a part of its directory. */
export interface StoredPart {
  readonly part: Part | null;
  readonly directory: string;
  readonly manifest: Manifest;
}

export interface StoredRun {
  readonly directory: string;
  /** The run first, if there is one, then what stands beside it; at least one. All are of one scenario and seed. */
  readonly parts: readonly StoredPart[];
}

export interface FoundRuns {
  /** In code-point order of their directories. */
  readonly runs: readonly StoredRun[];
  /** Folders and manifests that cannot be read, each with the reason. */
  readonly unreadable: readonly string[];
  /** Directories of sweeps: their runs are not among these. */
  readonly sweeps: readonly string[];
}

/**
 * All runs at a folder or up to five levels below it: the folders that hold a `manifest.json` or a folded result, or a part
 * that does, as one in which only a pressure curve was measured. Other folders below a run, sweeps and symbolic links are
 * not followed.
 */
export function findRuns(directory: string): FoundRuns {
  const runs: StoredRun[] = [];
  const unreadable: string[] = [];
  const sweeps: string[] = [];
  const visit = (folder: string, depth: number): void => {
    const entries = entriesOf(folder, unreadable);
    const found = partsOf(folder, entries, unreadable);
    if (found.isRun) {
      if (found.parts.length > 0) runs.push({ directory: folder, parts: found.parts });
      return;
    }
    if (entries.some(({ name }) => name === SWEEP_RECORD)) {
      sweeps.push(folder);
      return;
    }
    if (depth === 0) return;
    const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    for (const name of folders.sort(byCodePoint)) visit(join(folder, name), depth - 1);
  };
  visit(directory, SEARCH_DEPTH);
  return { runs, unreadable, sweeps };
}

/** The manifests of a folder and of its parts; it is a run if there is any, readable or not. */
function partsOf(
  folder: string,
  entries: readonly Dirent[],
  unreadable: string[],
): { isRun: boolean; parts: readonly StoredPart[] } {
  const parts: StoredPart[] = [];
  let isRun = false;
  const look = (part: Part | null, directory: string): void => {
    try {
      const manifest = findManifest(directory);
      if (manifest === null) return;
      isRun = true;
      parts.push({ part, directory, manifest });
    } catch (error) {
      if (!(error instanceof DeviceError)) throw error;
      isRun = true;
      unreadable.push(error.message);
    }
  };
  if (entries.some(({ name }) => name === MANIFEST || name === RESULT)) look(null, folder);
  for (const part of PARTS) {
    if (entries.some((entry) => entry.name === part && entry.isDirectory())) look(part, partDirectory(folder, part));
  }
  return { isRun, parts };
}

/** What a folder holds; nothing, and a note, where it cannot be read. */
function entriesOf(folder: string, unreadable: string[]): Dirent[] {
  try {
    return guardFiles('read', folder, () => readdirSync(folder, { withFileTypes: true }));
  } catch (error) {
    if (!(error instanceof DeviceError)) throw error;
    unreadable.push(error.message);
    return [];
  }
}
