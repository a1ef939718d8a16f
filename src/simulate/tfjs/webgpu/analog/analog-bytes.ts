import { analogCellOffsets } from '../../../analog/analog-evaluator.js';
import type { AnalogPlan } from '../../analog-plan.js';
import { MOST_BETWEEN_BYTES } from './analog-form.js';

/**
 * Bytes that a batch takes on the device. Inputs and cells lie there twice, once on their way; what lies between rollout
 * and measurement comes on top.
 */
export function bytesOfAnalog({ rollout, readings }: AnalogPlan, genotypes: number, samples: number): number {
  const { locusCount, wordsPerLocus } = rollout.system.genome;
  const inputs = genotypes * locusCount * wordsPerLocus + rollout.neighbours.length + rollout.planes * samples;
  const cells = analogCellOffsets(readings, samples).at(-1)!;
  return 4 * 2 * (inputs + genotypes * cells) + MOST_BETWEEN_BYTES;
}
