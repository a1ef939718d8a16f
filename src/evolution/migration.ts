import type { PopulationSpec } from '../scenario/scenario.js';

/**
 * Where the individual at each place comes from after migration, `Int32Array [place]`, or null in a generation without.
 *
 * On a ring, all at once: the first round(rate · size) individuals of each island replace the same places of the next
 * island, the last island's those of the first. At generations t > 0 divisible by `every`, before selection.
 */
export function migrationSources(population: PopulationSpec, generation: number): Int32Array | null {
  const { size, islands, migration } = population;
  if (migration === null || islands === 1 || generation === 0 || generation % migration.every !== 0) return null;
  const movers = Math.round(migration.rate * size);
  if (movers === 0) return null;
  return Int32Array.from({ length: islands * size }, (_, place) => {
    if (place % size >= movers) return place;
    return place < size ? place + (islands - 1) * size : place - size;
  });
}
