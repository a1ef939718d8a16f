import { isSignificant, payingBits } from '../../information/significance.js';
import { stepReadings } from '../readings.js';
import { AnalogCounter } from './analog-counter.js';
import type { ShardContext } from './context.js';
import { createPay } from './pay.js';

/** The twin of createMeasure for analog units. An individual that measures what is not finite carries nothing, and is marked. */
export function createAnalogMeasure(context: ShardContext) {
  const { arena, system } = context;
  const { individuals } = arena.shape;
  const channels = system.channels.length;
  const paid = new Float64Array(channels);
  const plan = stepReadings(system);
  const pay = createPay(arena, system);
  const counter = new AnalogCounter(context, plan.readings);
  return (buffer: 0 | 1, first: number, count: number): void => {
    arena.overflowed.fill(0, first, first + count);
    counter.each(context, buffer, first, count, (individual, { information, isDefined }, at) => {
      if (!isDefined) arena.overflowed[individual] = 1;
      system.channels.forEach((_, c) => {
        const strength = information[plan.strength[c]!]!;
        const place = (at * channels + c) * individuals + individual;
        arena.strength[place] = strength.corrected;
        arena.open[place] = isSignificant(strength) ? 1 : 0;
        const rewardedReading = plan.rewarded[c];
        if (rewardedReading === null || rewardedReading === undefined) return;
        const rewarded = information[rewardedReading]!;
        arena.rewarded[place] = rewarded.corrected;
        paid[c] = payingBits(rewarded);
      });
      pay(individual, at, paid);
    });
  };
}
