import { lawInformation } from '../../information/law-information.js';
import { payingChannels } from '../arena.js';
import { sides } from '../counts.js';
import { stepReadings } from '../readings.js';
import type { ShardContext } from './context.js';
import { ExactLaws } from './exact-laws.js';

/** The exact twin of createMeasure: nothing is corrected or tested, and fitness is the information itself. */
export function createExactMeasure(context: ShardContext) {
  const { arena, system } = context;
  const { individuals } = arena.shape;
  const plan = stepReadings(system);
  const paying = payingChannels(system);
  const exact = new ExactLaws(context, plan.readings);
  return (buffer: 0 | 1, first: number, count: number): void =>
    exact.each(context, buffer, first, count, (individual, laws) => {
      const bits = plan.readings.map((reading, r) => lawInformation(laws, exact.offsets[r]!, ...sides(reading)));
      let fitness = 0;
      system.channels.forEach((channel, c) => {
        arena.strength[c * individuals + individual] = bits[plan.strength[c]!]!;
        const rewardedReading = plan.rewarded[c];
        if (rewardedReading === null || rewardedReading === undefined) return;
        const rewarded = bits[rewardedReading]!;
        arena.rewarded[c * individuals + individual] = rewarded;
        if (paying.length > 0) arena.paying[paying.indexOf(c) * individuals + individual] = rewarded;
        fitness += channel.reward! * rewarded;
      });
      arena.fitness[individual] = fitness;
    });
}
