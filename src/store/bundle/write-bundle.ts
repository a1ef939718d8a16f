import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, linkSync, openSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { discardFile, flushFile, PARTIAL, writeFileAtomically } from '../atomic-file.js';
import { guardFiles, systemErrorCode } from '../device-fault.js';
import { writeBlocks } from '../pieces.js';
import { createDirectory } from '../run-directory.js';
import type { Bundle, EncodedBundle } from './bundle.js';
import { encodeBundle } from './encode-bundle.js';

const encoded = (bundle: Bundle | EncodedBundle): EncodedBundle => ('parts' in bundle ? encodeBundle(bundle) : bundle);

/** Writes a bundle to a file, whole or not at all, in place of what is there; one process at a time. */
export function writeBundle(bundle: Bundle | EncodedBundle, file: string): void {
  createDirectory(dirname(file));
  writeFileAtomically(file, encoded(bundle));
}

/** What a file system without hard links answers. */
const NO_LINKS = ['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'];

/**
 * Gives a bundle its name in the folder of finished ones, if no other has it: of any number of processes, on any number of
 * hosts, exactly one is told that it was the one.
 *
 * Written beside under a name of its own, forced to the disk, then linked to its name, which a file system does for one
 * alone. Where there are no hard links it is renamed, if nothing is there yet; the loser of a race is then not told.
 *
 * @returns false where a bundle of this name is there already, which is left as it is
 * @throws DeviceError naming file and cause; nothing is then left behind
 */
export function publishBundle(bundle: Bundle | EncodedBundle, file: string): boolean {
  const folder = dirname(file);
  createDirectory(folder);
  const partial = `${file}.${randomBytes(8).toString('hex')}${PARTIAL}`;
  return guardFiles('write', file, () => {
    try {
      const handle = openSync(partial, 'wx');
      try {
        writeBlocks(handle, encoded(bundle));
        fsyncSync(handle);
      } finally {
        closeSync(handle);
      }
      const isPublished = name(partial, file);
      // Windows cannot open a folder, and needs no flush of one.
      if (isPublished && process.platform !== 'win32') flushFile(folder);
      return isPublished;
    } finally {
      discardFile(partial);
    }
  });
}

function name(partial: string, file: string): boolean {
  try {
    linkSync(partial, file);
    return true;
  } catch (error) {
    const code = systemErrorCode(error) ?? '';
    if (code === 'EEXIST') return isSame(partial, file);
    if (!NO_LINKS.includes(code)) throw error;
    if (existsSync(file)) return false;
    renameSync(partial, file);
    return true;
  }
}

/** A server of files whose answer was lost is asked once more, and says then that the name is taken: by our own file. */
function isSame(one: string, other: string): boolean {
  const [a, b] = [one, other].map((path) => statSync(path, { throwIfNoEntry: false }));
  return a !== undefined && b !== undefined && a.ino === b.ino && a.dev === b.dev;
}
