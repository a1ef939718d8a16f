import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { isSweepDirectory } from '../../store/sweep-record.js';

/**
 * The sweep in whose directory a run would lie, `<sweep>/<name>/<seed>-<hash>`; null where something lies there, or that is
 * no sweep's directory.
 */
export function sweepAbove(path: string): string | null {
  if (existsSync(path)) return null;
  const directory = dirname(dirname(resolve(path)));
  return isSweepDirectory(directory) ? directory : null;
}
