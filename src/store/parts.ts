import { join } from 'node:path';

/**
 * What a run directory may hold beside the run itself, each in a folder of this name with a manifest, tables and lock of
 * its own: it can be there before the run, after it, or without one. Queries see a part's tables under the part's name,
 * an underscore and their own.
 */
export const PARTS = ['pressure'] as const;
export type Part = (typeof PARTS)[number];

/** The folder of a part of a run directory. */
export function partDirectory(runDirectory: string, part: Part): string {
  return join(runDirectory, part);
}

/** What queries and messages call a table of a part (null: of the run itself). */
export function nameInRun(part: Part | null, table: string): string {
  return part === null ? table : `${part}_${table}`;
}
