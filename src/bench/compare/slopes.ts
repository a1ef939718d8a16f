import { drawBlueprint } from '../../run/engine.js';
import { summarise } from '../arithmetic/figure.js';
import { fitGrowth, type Growth } from '../arithmetic/growth.js';
import { interleave } from '../interleave.js';
import { QUANTITIES, type Quantity } from '../sizes.js';
import { rhythmFor, type Tools } from '../tools.js';
import { tangleScenario } from '../work/scenarios.js';
import { repeatableGeneration } from './generation.js';

/**
 * How the time of one whole generation grows with each quantity, the others held, on one core. The generation is the
 * first after the random population, so that its genotypes are as different as can be and every size does its full work.
 */
export async function measureSlopes(evaluator: string, tools: Tools): Promise<Record<Quantity, Growth>> {
  const { base, along } = tools.sizes.slopes;
  const found: Partial<Record<Quantity, Growth>> = {};
  for (const quantity of QUANTITIES) {
    tools.onNote(`slopes: ${quantity}`);
    const sizes = along[quantity];
    const generations = [];
    for (const size of sizes) {
      const at: Record<Quantity, number> = { ...base, [quantity]: size };
      const { population, units, samples, ticks } = at;
      const overrides = [`population.size=${population}`, 'population.islands=1', `measure.samples=${samples}`];
      const blueprint = drawBlueprint(tangleScenario(units, ticks, overrides));
      generations.push(await repeatableGeneration(blueprint, 0, evaluator, 0));
    }
    try {
      const contenders = generations.map(({ run }, i) => ({ name: `${quantity} ${sizes[i]}`, run }));
      const seconds = await interleave(contenders, rhythmFor(tools, contenders.length), tools.clock);
      found[quantity] = fitGrowth(
        sizes,
        seconds.map((rounds) => summarise(rounds, 's').value),
      );
    } finally {
      await Promise.all(generations.map(({ close }) => close()));
    }
  }
  return found as Record<Quantity, Growth>;
}
