import { analogCellOffsets } from '../../../analog/analog-evaluator.js';
import type { AnalogPlan } from '../../analog-plan.js';
import { composedPlan } from '../compose-plan.js';
import { measurePlan } from './measure-plan.js';

/**
 * Samples that are rolled out at once. Sums are put together block by block, so what they come to hangs on this number, and
 * on nothing that is asked for beside them.
 */
export const BLOCK = 1024;

/** Bytes of one float32 or int32. */
const NUMBER = 4;

/** Bytes that one genotype takes at work, at most. */
function genotypeBytes(plan: AnalogPlan, samples: number): number {
  const { inputPlanes, ticks } = composedPlan(plan.rollout);
  const { variables, products, changes, values } = measurePlan(plan);
  const inputs = inputPlanes.length;
  const steps = Math.max(0, ...ticks.map((tick) => tick.steps));
  const kept = ticks.reduce((sum, tick) => sum + tick.kept.length, 0);
  const changing = changes.reduce((sum, group) => sum + group.readings, 0);
  // Inputs, kept states and the tick before; rows of both; sum, product, factor, sum.
  const advancing = inputs + kept + steps + (inputs + steps) + 4 * steps;
  // Kept rows, listed and one by one; then values and centred ones, factors, products and their sums in pairs.
  const moments = 2 * variables.length + 5 * products[0].length;
  const measuring = 2 * (inputs + kept) + Math.max(moments, 10 * changing) + values.length;
  const cells = analogCellOffsets(plan.readings, samples).at(-1)!;
  const atWork = Math.min(BLOCK, samples) * Math.max(advancing, measuring);
  return NUMBER * (atWork + 6 * cells + plan.rollout.system.genome.locusCount * 4);
}

/** Genotypes rolled out at once: as many as fit `budget` bytes, at least one. */
export function analogTile(plan: AnalogPlan, genotypes: number, samples: number, budget: number): number {
  return Math.max(1, Math.min(genotypes, Math.floor(budget / genotypeBytes(plan, samples))));
}

/** Bytes that a call takes at most, what it is given included: a fixed part and as much more for every genotype. */
export function bytesOfAnalogCall(plan: AnalogPlan, genotypes: number, samples: number, budget: number): number {
  const { rollout } = plan;
  const { locusCount, wordsPerLocus } = rollout.system.genome;
  const order = analogCellOffsets(plan.readings, samples).at(-1)!;
  const fixed = rollout.neighbours.length + rollout.planes * (samples + 3 * Math.min(BLOCK, samples)) + 2 * order;
  const perGenotype = locusCount * wordsPerLocus + 2 * order;
  return NUMBER * (fixed + genotypes * perGenotype) + Math.max(budget, genotypeBytes(plan, samples));
}
