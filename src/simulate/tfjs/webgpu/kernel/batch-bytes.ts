import type { RolloutPlan } from '../../rollout-plan.js';
import { chooseForm } from './choose-form.js';
import { scratchWords } from './form.js';
import type { DeviceLimits } from './form-request.js';

/** A batch so large that it has as many workgroups in flight as any. */
const LARGE_BATCH = 1 << 20;

/**
 * Bytes that a batch takes on the device, at most. Inputs and counts lie there twice, once on their way; states of a
 * lattice that does not fit workgroup memory come on top, of which there are the same however large the batch.
 */
export function batchBytes(plan: RolloutPlan, limits: DeviceLimits, genotypes: number, words: number): number {
  const { locusCount } = plan.system.genome;
  const inputs = genotypes * locusCount + plan.neighbours.length + plan.planes * words;
  const states = scratchWords(plan, chooseForm(plan, limits, LARGE_BATCH, words));
  return 4 * (2 * (inputs + genotypes * plan.cells) + states);
}
