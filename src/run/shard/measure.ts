import { type JointInformation, jointInformation } from '../../information/joint-information.js';
import { isSignificant, payingBits } from '../../information/significance.js';
import { sides } from '../counts.js';
import { stepReadings } from '../readings.js';
import type { ShardContext } from './context.js';
import { Counter } from './counter.js';
import { createPay } from './pay.js';

/** Fitness, channel strengths and rewards of individuals: what every generation needs. */
export function createMeasure(context: ShardContext) {
  const { arena, system } = context;
  const { individuals, samples } = arena.shape;
  const channels = system.channels.length;
  const plan = stepReadings(system);
  const pay = createPay(arena, system);
  const counter = new Counter(context, plan.readings);
  const sizes = plan.readings.map(sides);
  const found: JointInformation[] = [];
  const paid = new Float64Array(channels);
  return (buffer: 0 | 1, first: number, count: number): void =>
    counter.each(context, buffer, first, count, (individual, counts, base, at) => {
      // Plain loops: this runs for every individual of every generation, beside kernels of a few microseconds.
      for (let r = 0; r < sizes.length; r++) {
        const [sourceCells, sinkCells] = sizes[r]!;
        found[r] = jointInformation(counts, base + counter.offsets[r]!, sourceCells, sinkCells, samples);
      }
      for (let c = 0; c < channels; c++) {
        const strength = found[plan.strength[c]!]!;
        const place = (at * channels + c) * individuals + individual;
        arena.strength[place] = strength.corrected;
        arena.open[place] = isSignificant(strength) ? 1 : 0;
        const rewardedReading = plan.rewarded[c];
        if (rewardedReading === null || rewardedReading === undefined) continue;
        const rewarded = found[rewardedReading]!;
        arena.rewarded[place] = rewarded.corrected;
        paid[c] = payingBits(rewarded);
      }
      pay(individual, at, paid);
    });
}
