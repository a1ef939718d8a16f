import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DeviceError } from '../base/errors.js';
import { byCodePoint } from '../base/order.js';
import { guardFiles } from './device-fault.js';
import { findManifest, MANIFEST, type Manifest } from './manifest.js';

/** How far below a folder runs are looked for: `<sweep>/<out>/<name>/<run>` and one to spare. */
export const SEARCH_DEPTH = 5;

export interface StoredRun {
  readonly directory: string;
  readonly manifest: Manifest;
}

export interface FoundRuns {
  /** In code-point order of their directories. */
  readonly runs: readonly StoredRun[];
  /** Folders and manifests that cannot be read, each with the reason. */
  readonly unreadable: readonly string[];
}

/**
 * All runs at a folder or up to five levels below it: the folders that hold a `manifest.json`. Folders below a run, and
 * symbolic links, are not followed.
 */
export function findRuns(directory: string): FoundRuns {
  const runs: StoredRun[] = [];
  const unreadable: string[] = [];
  const visit = (folder: string, depth: number): void => {
    const entries = entriesOf(folder, unreadable);
    if (entries.some(({ name }) => name === MANIFEST)) {
      try {
        runs.push({ directory: folder, manifest: findManifest(folder)! });
      } catch (error) {
        if (!(error instanceof DeviceError)) throw error;
        unreadable.push(error.message);
      }
      return;
    }
    if (depth === 0) return;
    const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    for (const name of folders.sort(byCodePoint)) visit(join(folder, name), depth - 1);
  };
  visit(directory, SEARCH_DEPTH);
  return { runs, unreadable };
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
