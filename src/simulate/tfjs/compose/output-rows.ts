import { concat, dispose, gather, type Tensor, tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { ComposedPlan, ComposedTick } from './compose-plan.js';

/**
 * Rolls out tick by tick.
 *
 * @param inputs `[input][genotype][sample]`
 * @param advance states of a tick, `[step][genotype][sample]`, from inputs and the states of the tick before
 * @returns the rows that ComposedPlan.outputs speak of, `[row][genotype][sample]`
 */
export function outputRows(
  { ticks }: ComposedPlan,
  inputs: Tensor,
  advance: (tick: ComposedTick, rows: Tensor) => Tensor,
): Tensor {
  return tidy(() => {
    const outputs = [inputs];
    let before: Tensor[] = [];
    for (const tick of ticks) {
      const after: Tensor = tidy(() => advance(tick, concat([inputs, ...before], 0)));
      dispose(before);
      before = [after];
      if (tick.kept.length > 0) outputs.push(gather(after, tensor1d(tick.kept, 'int32')));
    }
    dispose(before);
    return concat(outputs, 0);
  });
}
