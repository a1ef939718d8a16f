import { UserError } from '../base/errors.js';
import { contextStimuliWords } from '../simulate/stimulus.js';
import type { Blueprint } from './engine.js';
import { memoryObstacle } from './machine-memory.js';

/** Bytes per shared byte that tables, checkpoints and the runtime may take on top. */
export const MEMORY_MARGIN = 1.2;

/** Bytes of a worker's compiled programs for each (unit, tick) pair: about 650 were measured at four million pairs. */
export const PROGRAM_BYTES_PER_PAIR = 1024;

/** Bytes that a run takes: large arrays, and what every worker compiles for itself and draws for its couplings. */
export function neededBytes({ bytes, system, shape }: Blueprint, workers: number): number {
  const halves = shape.coupling.pairs.length === 0 ? 0 : 2 * 4 * contextStimuliWords(system, shape.samples);
  const worker = PROGRAM_BYTES_PER_PAIR * system.cone.pairCount + halves;
  return MEMORY_MARGIN * bytes + worker * Math.max(1, workers);
}

/** Whether this machine has the memory for a run, with `sharing` of its kind at once in this process. */
export function fitsInMemory(blueprint: Blueprint, workers: number, sharing = 1): boolean {
  return memoryObstacle(neededBytes(blueprint, workers), sharing) === null;
}

/** Refuses a run that this machine has not the memory for, before anything is allocated. */
export function checkMemory(blueprint: Blueprint, workers: number, sharing = 1): void {
  const obstacle = memoryObstacle(neededBytes(blueprint, workers), sharing);
  if (obstacle === null) return;
  throw new UserError(
    `${blueprint.scenario.name}: ${obstacle}: lower population.size, population.islands, measure.samples, lattice.ticks or ` +
      `the size of the lattice, or use fewer workers (--dry-run says what each takes)`,
  );
}
