import type { RolloutPlan } from '../../rollout-plan.js';
import { MOST_SCRATCH_BYTES } from './choose-form.js';

/**
 * Bytes that a batch takes on the device. Inputs and counts lie there twice, once on their way; states of a lattice that
 * does not fit workgroup memory come on top.
 */
export function bytesOf(plan: RolloutPlan, genotypes: number, words: number): number {
  const { locusCount } = plan.system.genome;
  const inputs = genotypes * locusCount + plan.neighbours.length + plan.planes * words;
  return 4 * 2 * (inputs + genotypes * plan.cells) + MOST_SCRATCH_BYTES;
}
