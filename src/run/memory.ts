import { totalmem } from 'node:os';
import { UserError } from '../base/errors.js';
import type { Blueprint } from './engine.js';

/** Bytes per shared byte that plain JavaScript objects, tables and the runtime may take on top. */
const MEMORY_MARGIN = 1.2;

/** Whether this machine has the memory for so many bytes of shared arrays, and for the rest of the program. */
export function fitsInMemory(bytes: number): boolean {
  return bytes * MEMORY_MARGIN <= totalmem();
}

/** Refuses a run that this machine has not the memory for, before anything is allocated. */
export function checkMemory(blueprint: Blueprint): void {
  if (fitsInMemory(blueprint.bytes)) return;
  const needed = blueprint.bytes * MEMORY_MARGIN;
  const gibibytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`;
  throw new UserError(
    `${blueprint.scenario.name}: needs about ${gibibytes(needed)} of memory; this machine has ${gibibytes(totalmem())}: ` +
      'lower population.size, population.islands, measure.samples or the size of the lattice (--dry-run says what each takes)',
  );
}
