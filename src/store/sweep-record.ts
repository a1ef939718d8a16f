import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** File that makes a folder the directory of a sweep, whose runs are packed and have tables together. */
export const SWEEP_RECORD = 'sweep.json';

export function isSweepDirectory(directory: string): boolean {
  return existsSync(join(directory, SWEEP_RECORD));
}
