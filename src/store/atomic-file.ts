import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { guardFiles } from './device-fault.js';
import { writeBlocks } from './pieces.js';

/** Ending of a file that is still being written; one that a killed process left is overwritten by the next write. */
export const PARTIAL = '.partial';

/**
 * Replaces a file as a whole: readers, and a process that starts after a crash, see the earlier content or the new one,
 * never a part. Written beside, forced to the disk, renamed.
 *
 * Only one process may write into a folder at a time: the lock of the run directory sees to that.
 *
 * @param data text, or blocks of bytes to be written one after another, of any size
 * @throws DeviceError naming `file` and the cause; the earlier content is then untouched and the partial file removed
 */
export function writeFileAtomically(file: string, data: string | readonly Uint8Array[]): void {
  guardFiles('write', file, () => {
    const partial = file + PARTIAL;
    try {
      const handle = openSync(partial, 'w');
      try {
        if (typeof data === 'string') writeFileSync(handle, data);
        else writeBlocks(handle, data);
        fsyncSync(handle);
      } finally {
        closeSync(handle);
      }
      commitFile(partial, file);
    } catch (error) {
      discardFile(partial);
      throw error;
    }
  });
}

/** Gives a complete file, already forced to the disk, its final name; the folder is forced to the disk as well. */
export function commitFile(partial: string, file: string): void {
  renameSync(partial, file);
  // Windows cannot open a folder, and needs no flush of one.
  if (process.platform !== 'win32') flushFile(dirname(file));
}

/** Forces what was written to a file, or the entries of a folder, to the disk. */
export function flushFile(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Removes a partial file. A failure here is not reported: it would hide the one that brought us here. */
export function discardFile(partial: string): void {
  try {
    rmSync(partial, { force: true });
  } catch {}
}
