import { lawInformation } from '../../information/law-information.js';
import { sides } from '../counts.js';
import { footprintReadings } from '../readings.js';
import type { ShardContext } from './context.js';
import { ExactLaws } from './exact-laws.js';

/** The exact twin of createFootprint. */
export function createExactFootprint(context: ShardContext) {
  const { arena, system } = context;
  const { individuals, islands, footprinted } = arena.shape;
  const plan = footprintReadings(system);
  const exact = new ExactLaws(context, plan.readings);
  const size = individuals / islands;
  return (buffer: 0 | 1, first: number, count: number): void =>
    exact.each(context, buffer, first, count, (individual, laws, at) => {
      const place = Math.floor(individual / size) * footprinted + (individual % size);
      plan.readings.forEach((reading, r) => {
        arena.footprint[(at * plan.readings.length + r) * islands * footprinted + place] = lawInformation(
          laws,
          exact.offsets[r]!,
          ...sides(reading),
        );
      });
    });
}
