import { add, div, expandDims, gather, mul, sub, type Tensor, tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { MeasurePlan } from './measure-plan.js';
import { sumInPairs } from './sum-in-pairs.js';

/** Moments of so many samples. */
export interface Moments {
  readonly samples: number;
  /** `[variable][genotype]` */
  readonly means: Tensor;
  /** `[product][genotype]`: Σ (a − ā)(b − b̄). */
  readonly products: Tensor;
}

/** Moments of one block, in two passes. */
export function blockMoments({ variables, products: [first, second] }: MeasurePlan, rows: Tensor): Moments {
  const samples = rows.shape[2]!;
  const { means, products } = tidy(() => {
    const values = gather(rows, tensor1d(variables, 'int32'));
    const centre = div(sumInPairs(values), samples);
    const centred = sub(values, expandDims(centre, 2));
    values.dispose();
    const pairs = mul(gather(centred, tensor1d(first, 'int32')), gather(centred, tensor1d(second, 'int32')));
    return { means: centre, products: sumInPairs(pairs) };
  });
  return { samples, means, products };
}

/** Moments of two sets of samples together (Chan, Golub & LeVeque 1979); what was given is disposed of. */
export function together({ products: [first, second] }: MeasurePlan, one: Moments, other: Moments): Moments {
  const samples = one.samples + other.samples;
  const { means, products } = tidy(() => {
    const step = sub(other.means, one.means);
    const between = mul(gather(step, tensor1d(first, 'int32')), gather(step, tensor1d(second, 'int32')));
    return {
      means: add(one.means, mul(step, other.samples / samples)),
      products: add(add(one.products, other.products), mul(between, (one.samples * other.samples) / samples)),
    };
  });
  for (const { means, products } of [one, other]) {
    means.dispose();
    products.dispose();
  }
  return { samples, means, products };
}
