import { type JointInformation, jointInformation } from '../../information/joint-information.js';
import { isSignificant, payingBits } from '../../information/significance.js';
import { payingChannels } from '../arena.js';
import { sides } from '../counts.js';
import { stepReadings } from '../readings.js';
import type { ShardContext } from './context.js';
import { Counter } from './counter.js';

/** Fitness, channel strengths and rewards of individuals: what every generation needs. */
export function createMeasure(context: ShardContext) {
  const { arena, system } = context;
  const { individuals, samples } = arena.shape;
  const plan = stepReadings(system);
  const paying = payingChannels(system);
  const counter = new Counter(context, plan.readings);
  const sizes = plan.readings.map(sides);
  const found: JointInformation[] = [];
  return (buffer: 0 | 1, first: number, count: number): void =>
    counter.each(context, buffer, first, count, (individual, counts, base) => {
      // Plain loops: this runs for every individual of every generation, beside kernels of a few microseconds.
      for (let r = 0; r < sizes.length; r++) {
        const [sourceCells, sinkCells] = sizes[r]!;
        found[r] = jointInformation(counts, base + counter.offsets[r]!, sourceCells, sinkCells, samples);
      }
      let fitness = 0;
      for (let c = 0; c < system.channels.length; c++) {
        const strength = found[plan.strength[c]!]!;
        arena.strength[c * individuals + individual] = strength.corrected;
        arena.open[c * individuals + individual] = isSignificant(strength) ? 1 : 0;
        const rewardedReading = plan.rewarded[c];
        if (rewardedReading === null || rewardedReading === undefined) continue;
        const rewarded = found[rewardedReading]!;
        arena.rewarded[c * individuals + individual] = rewarded.corrected;
        const paid = payingBits(rewarded);
        if (paying.length > 0) arena.paying[paying.indexOf(c) * individuals + individual] = paid;
        fitness += system.channels[c]!.reward! * paid;
      }
      arena.fitness[individual] = fitness;
    });
}
