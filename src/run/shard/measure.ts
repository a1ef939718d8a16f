import { jointInformation } from '../../information/joint-information.js';
import { isSignificant, payingBits } from '../../information/significance.js';
import { stepReadings } from '../readings.js';
import type { ShardContext } from './context.js';
import { Counter, sides } from './counter.js';

/** Fitness, channel strengths and rewards of individuals: what every generation needs. */
export function createMeasure(context: ShardContext) {
  const { arena, system } = context;
  const { individuals, samples } = arena.shape;
  const plan = stepReadings(system);
  const counter = new Counter(context, plan.readings);
  return (buffer: 0 | 1, first: number, count: number): void =>
    counter.each(context, buffer, first, count, (individual, counts, base) => {
      const found = plan.readings.map((reading, r) =>
        jointInformation(counts, base + counter.offsets[r]!, ...sides(reading), samples),
      );
      let fitness = 0;
      system.channels.forEach((channel, c) => {
        const strength = found[plan.strength[c]!]!;
        arena.strength[c * individuals + individual] = strength.corrected;
        arena.open[c * individuals + individual] = isSignificant(strength) ? 1 : 0;
        const rewardedReading = plan.rewarded[c];
        if (rewardedReading === null || rewardedReading === undefined) return;
        const rewarded = found[rewardedReading]!;
        arena.rewarded[c * individuals + individual] = rewarded.corrected;
        fitness += channel.reward! * payingBits(rewarded);
      });
      arena.fitness[individual] = fitness;
    });
}
