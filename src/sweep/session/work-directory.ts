import { type Dirent, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { guardFiles, systemErrorCode } from '../../store/device-fault.js';
import { isLockName } from '../../store/lock.js';
import { namesIn } from '../../store/names-in.js';
import { createDirectory } from '../../store/run-directory.js';
import { layout } from '../layout.js';

/** Where a holder computes its point, and whether an earlier one had begun there. */
export interface WorkDirectory {
  readonly folder: string;
  readonly isBegun: boolean;
}

/**
 * The folder in which a holder computes its point: that of an earlier holder, which has its name changed, or a new one.
 *
 * An earlier holder that is only slow loses its folder by that: what it writes to the old path is of no account.
 *
 * @param token of the lease
 */
export function takeWorkDirectory(directory: string, id: string, token: string): WorkDirectory {
  const own = layout.work(directory, id, token);
  createDirectory(dirname(own));
  const latest = workDirectories(directory, id).sort((a, b) => modifiedAt(b) - modifiedAt(a))[0];
  const isBegun = latest !== undefined && renamed(latest, own);
  if (isBegun) guardFiles('clear', own, () => removeLocks(own));
  else createDirectory(own);
  return { folder: own, isBegun };
}

/** Removes the folders of all holders of a point, or that of one. */
export function removeWorkDirectories(directory: string, id: string, token?: string): void {
  const folders = token === undefined ? workDirectories(directory, id) : [layout.work(directory, id, token)];
  for (const folder of folders) guardFiles('remove', folder, () => rmSync(folder, { recursive: true, force: true }));
}

/** Folders of all holders of a point, present and past. */
function workDirectories(directory: string, id: string): string[] {
  const fan = dirname(layout.work(directory, id, ''));
  return namesIn(fan)
    .filter((name) => name.startsWith(`${id}.`))
    .map((name) => join(fan, name));
}

/** Zero where it is gone. */
function modifiedAt(folder: string): number {
  return statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** False where it is gone: its holder gave up, or removed what it had finished. */
function renamed(from: string, to: string): boolean {
  return guardFiles('rename', from, () => {
    try {
      renameSync(from, to);
      return true;
    } catch (error) {
      if (systemErrorCode(error) === 'ENOENT') return false;
      throw error;
    }
  });
}

/** Run directories that a dead process had locked are free: the lease says whose they are. */
function removeLocks(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true }) as Dirent[]) {
    if (entry.isFile() && isLockName(entry.name)) rmSync(join(entry.parentPath, entry.name), { force: true });
  }
}
