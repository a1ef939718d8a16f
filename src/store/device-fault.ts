import { getSystemErrorMap } from 'node:util';
import { DeviceError } from '../base/errors.js';

/** What the machine refused, and what the user can do about it, by system error code. */
const FAULTS: Readonly<Record<string, readonly [cause: string, fix: string]>> = {
  ENOSPC: ['no space is left on the disk', 'free some space or choose another folder with --out'],
  EDQUOT: ['the disk quota is used up', 'free some space or choose another folder with --out'],
  EFBIG: [
    'the file would exceed the size limit of this process or file system',
    'raise the limit (ulimit -f) or choose another folder with --out',
  ],
  EACCES: ['permission denied', 'make it accessible to you or choose another folder with --out'],
  EPERM: ['operation not permitted', 'make it accessible to you or choose another folder with --out'],
  EROFS: ['the file system is read-only', 'choose another folder with --out'],
  ENOTDIR: ['a part of the path is a file, not a folder', 'move that file away or choose another folder with --out'],
  EISDIR: ['it is a folder, a file was expected', 'move that folder away or choose another one with --out'],
  EEXIST: ['something else of that name stands there', 'move it away or choose another folder with --out'],
  ENOENT: ['it does not exist', 'it may have been removed or renamed'],
  ENAMETOOLONG: ['the path is too long for this file system', 'choose a shorter folder with --out'],
  EMFILE: ['this process has too many files open', 'raise the limit (ulimit -n)'],
  ENFILE: ['the machine has too many files open', 'close other programs'],
  EIO: ['the disk reported an error', 'check the disk, or choose another folder with --out'],
};

function describe(code: string, action: string, path: string, cause: unknown): DeviceError {
  const [reason, fix] = FAULTS[code]!;
  return new DeviceError(`cannot ${action} ${path}: ${reason} (${code}); ${fix}`, { cause });
}

/**
 * Runs a piece of file work; a refusal by the system becomes a {@link DeviceError} naming path, cause and likely fix.
 * Every other error passes unchanged: it is not the machine's fault.
 *
 * @param action what is being done, completing "cannot …", e.g. `write`
 */
export function guardFiles<T>(action: string, path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const code = systemErrorCode(error);
    throw code !== null && code in FAULTS ? describe(code, action, path, error) : error;
  }
}

/** The system's code of an error from `node:fs`, e.g. `ENOENT`; null for any other error. */
export function systemErrorCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/** The like for an error of DuckDB, which carries the system's message at its end instead of a code. */
export function faultOfDuckDB(error: unknown, action: string, path: string): DeviceError {
  const text = error instanceof Error ? error.message : String(error);
  for (const [code, message] of getSystemErrorMap().values()) {
    if (code in FAULTS && text.toLowerCase().includes(message)) return describe(code, action, path, error);
  }
  return new DeviceError(`cannot ${action} ${path}: ${text.split('\n')[0]}`, { cause: error });
}
