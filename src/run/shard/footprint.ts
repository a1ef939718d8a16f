import { jointInformation } from '../../information/joint-information.js';
import { sides } from '../counts.js';
import { footprintReadings } from '../readings.js';
import type { ShardContext } from './context.js';
import { Counter } from './counter.js';

/** Information between a channel's source and each unit that can reach its sink, for the first of each island. */
export function createFootprint(context: ShardContext) {
  const { arena, system } = context;
  const { individuals, islands, samples, footprinted } = arena.shape;
  const plan = footprintReadings(system);
  const counter = new Counter(context, plan.readings);
  const size = individuals / islands;
  return (buffer: 0 | 1, first: number, count: number): void =>
    counter.each(context, buffer, first, count, (individual, counts, base, at) => {
      const place = Math.floor(individual / size) * footprinted + (individual % size);
      plan.readings.forEach((reading, r) => {
        const found = jointInformation(counts, base + counter.offsets[r]!, ...sides(reading), samples);
        arena.footprint[(at * plan.readings.length + r) * islands * footprinted + place] = found.corrected;
      });
    });
}
