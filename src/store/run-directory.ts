import { createHash } from 'node:crypto';
import { mkdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { guardFiles } from './device-fault.js';

/** Seeds that can stand in a path as they are, on every file system. */
const PLAIN_SEED = /^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/;

/** Number of hexadecimal digits of a hash in a path. */
const SHORT_HASH = 12;

/**
 * Where a run lives: `<out>/<name>/<seed>-<first 12 hex digits of the scenario's hash>`.
 *
 * A seed that is not 1 to 32 of `A-Z a-z 0-9 . _ -`, the first a letter or digit, is replaced by the first 12 hex
 * digits of the SHA-256 of its text in UTF-8. Two runs may so come to share a path (1 in 2^48): whoever finds a run there
 * compares the full hash and the seed in its manifest.
 *
 * @param hash the scenario's full hash in hexadecimal
 */
export function runDirectory(out: string, name: string, seed: string | number, hash: string): string {
  const text = String(seed);
  const label = PLAIN_SEED.test(text)
    ? text
    : createHash('sha256').update(text, 'utf8').digest('hex').slice(0, SHORT_HASH);
  return join(out, name, `${label}-${hash.slice(0, SHORT_HASH)}`);
}

/** Creates a folder and those above it, as far as they are missing. */
export function createDirectory(directory: string): void {
  guardFiles('create the folder', directory, () => create(resolve(directory)));
}

/**
 * Folder by folder: the recursive option of mkdirSync reports a read-only file system as a missing folder, and never
 * returns where a file system refuses a folder as missing, as /proc does.
 */
function create(directory: string): void {
  if (isDirectory(directory)) return;
  if (dirname(directory) !== directory) create(dirname(directory));
  try {
    mkdirSync(directory);
  } catch (error) {
    // Another process may have been faster.
    if (!isDirectory(directory)) throw error;
  }
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
