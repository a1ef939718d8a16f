import { footprintReadings } from '../readings.js';
import { AnalogCounter } from './analog-counter.js';
import type { ShardContext } from './context.js';

/** The twin of createFootprint for analog units. */
export function createAnalogFootprint(context: ShardContext) {
  const { arena, system } = context;
  const { individuals, islands, footprinted } = arena.shape;
  const plan = footprintReadings(system);
  const counter = new AnalogCounter(context, plan.readings);
  const size = individuals / islands;
  return (buffer: 0 | 1, first: number, count: number): void =>
    counter.each(context, buffer, first, count, (individual, { information }, at) => {
      const place = Math.floor(individual / size) * footprinted + (individual % size);
      information.forEach(({ corrected }, r) => {
        arena.footprint[(at * plan.readings.length + r) * islands * footprinted + place] = corrected;
      });
    });
}
