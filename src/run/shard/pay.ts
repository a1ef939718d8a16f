import type { System } from '../../system/system.js';
import type { Arena } from '../arena.js';
import { keptScores } from '../kept-scores.js';

/**
 * Adds what a context pays an individual to its fitness and to the scores that are kept apart. Contexts come one after
 * the other, each once, and the first begins the sums.
 *
 * @returns a function of individual, context and `paid`, `Float64Array [channel]` in bits: what each rewarded channel is
 *   paid for there; of channels without reward it is not read
 */
export function createPay(arena: Arena, system: System) {
  const { channels, contexts } = system;
  const { individuals } = arena.shape;
  const scores = keptScores(system);
  return (individual: number, context: number, paid: Float64Array): void => {
    const { weight } = contexts[context]!;
    let sum = 0;
    // Plain loops: this runs for every individual of every generation, beside kernels of a few microseconds.
    for (let c = 0; c < channels.length; c++) {
      const { reward } = channels[c]!;
      if (reward !== null) sum += weight * reward * paid[c]!;
    }
    arena.fitness[individual] = context === 0 ? sum : arena.fitness[individual]! + sum;
    for (let s = 0; s < scores.length; s++) {
      const { channel, context: only } = scores[s]!;
      const place = s * individuals + individual;
      if (only === context) arena.paying[place] = paid[channel]!;
      if (only !== null) continue;
      const share = weight * paid[channel]!;
      arena.paying[place] = context === 0 ? share : arena.paying[place]! + share;
    }
  };
}
