import {
  add,
  expandDims,
  gather,
  less,
  mul,
  type Tensor,
  tanh,
  tensor1d,
  tidy,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';
import type { AnalogSpec } from '../../../../scenario/scenario.js';
import type { ComposedTick } from '../compose-plan.js';

/**
 * The states of a tick's units, `[step][genotype][sample]`: activation(Σ_j w_j x_j + b) + noise · N(0, 1).
 *
 * @param rows inputs and states of the tick before, `[row][genotype][sample]`
 * @param parameters `[parameter]`, each `[locus][genotype][1]`: K weights and the bias
 * @param planes the stimulus, `[plane][sample]`
 */
export function advanceAnalog(
  tick: ComposedTick,
  units: AnalogSpec,
  rows: Tensor,
  parameters: readonly Tensor[],
  planes: Tensor,
): Tensor {
  return tidy(() => {
    const ofStep = (parameter: number): Tensor => gather(parameters[parameter]!, tensor1d(tick.tables, 'int32'));
    const term = (sources: Int32Array, j: number): Tensor =>
      tidy(() => mul(gather(rows, tensor1d(sources, 'int32')), ofStep(j)));
    const sum = tick.sources.slice(1).reduce(
      (before, sources, i) => {
        const after = tidy(() => add(before, term(sources, i + 1)));
        before.dispose();
        return after;
      },
      term(tick.sources[0]!, 0),
    );
    const output = tidy(() => activate(add(sum, ofStep(tick.sources.length)), units.activation));
    sum.dispose();
    if (tick.noise === null) return output;
    return tidy(() => {
      const noise = mul(gather(planes, tensor1d(tick.noise!, 'int32')), units.noise);
      return add(output, expandDims(noise, 1));
    });
  });
}

function activate(sums: Tensor, activation: AnalogSpec['activation']): Tensor {
  if (activation === 'linear') return sums;
  if (activation === 'tanh') return tanh(sums);
  // Not relu itself, of which backends differ at NaN: that stays NaN here.
  return where(less(sums, 0), zerosLike(sums), sums);
}
