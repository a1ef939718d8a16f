import { lawInformation } from '../../information/law-information.js';
import { sides } from '../counts.js';
import { stepReadings } from '../readings.js';
import type { ShardContext } from './context.js';
import { ExactLaws } from './exact-laws.js';
import { createPay } from './pay.js';

/** The exact twin of createMeasure: nothing is corrected or tested, and fitness is the information itself. */
export function createExactMeasure(context: ShardContext) {
  const { arena, system } = context;
  const { individuals } = arena.shape;
  const channels = system.channels.length;
  const paid = new Float64Array(channels);
  const plan = stepReadings(system);
  const pay = createPay(arena, system);
  const exact = new ExactLaws(context, plan.readings);
  return (buffer: 0 | 1, first: number, count: number): void =>
    exact.each(context, buffer, first, count, (individual, laws, at) => {
      const bits = plan.readings.map((reading, r) => lawInformation(laws, exact.offsets[r]!, ...sides(reading)));
      system.channels.forEach((_, c) => {
        const place = (at * channels + c) * individuals + individual;
        arena.strength[place] = bits[plan.strength[c]!]!;
        const rewardedReading = plan.rewarded[c];
        if (rewardedReading === null || rewardedReading === undefined) return;
        const rewarded = bits[rewardedReading]!;
        arena.rewarded[place] = rewarded;
        paid[c] = rewarded;
      });
      pay(individual, at, paid);
    });
}
