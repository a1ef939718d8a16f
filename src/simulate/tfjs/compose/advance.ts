import {
  add,
  cast,
  expandDims,
  gather,
  mul,
  squaredDifference,
  type Tensor,
  tensor1d,
  tidy,
} from '@tensorflow/tfjs-core';
import type { ComposedTick } from './compose-plan.js';

/**
 * The states of a tick's units, `[step][genotype][sample]`, 0 and 1 in float32.
 *
 * Float32 throughout, int32 only as the index of a gather: TensorFlow keeps most int32 operations off the GPU.
 *
 * @param rows inputs and states of the tick before, `[row][genotype][sample]`
 * @param tables table bits `[genotype][table][2^K]`, flat
 * @param firstBits `[step][genotype][1]`: where each step's table begins there; exact, being below 2^24
 * @param planes bits of the stimulus, `[plane][sample]`
 */
export function advance(tick: ComposedTick, rows: Tensor, tables: Tensor, firstBits: Tensor, planes: Tensor): Tensor {
  return tidy(() => {
    let index = firstBits;
    tick.sources.forEach((sources, j) => {
      const read = tidy(() => add(index, mul(gather(rows, tensor1d(sources, 'int32')), 2 ** j)));
      if (index !== firstBits) index.dispose();
      index = read;
    });
    const outcome = gather(tables, cast(index, 'int32'));
    const { noise } = tick;
    if (noise === null) return outcome;
    index.dispose();
    // (a − b)² is the exclusive or of bits.
    return squaredDifference(outcome, expandDims(gather(planes, tensor1d(noise, 'int32')), 1));
  });
}
