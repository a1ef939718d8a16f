import {
  abs,
  add,
  cast,
  concat,
  div,
  gather,
  greater,
  lessEqual,
  matMul,
  reshape,
  scalar,
  slice,
  sub,
  type Tensor,
  tensor1d,
  tensor2d,
  tidy,
  transpose,
  where,
} from '@tensorflow/tfjs-core';
import { blockChanges } from './block-changes.js';
import { blockMoments, type Moments, together } from './block-moments.js';
import type { MeasurePlan } from './measure-plan.js';

/** The largest finite float32. */
const LARGEST = (2 - 2 ** -23) * 2 ** 127;

/** What has been measured of the samples so far; null where nothing of the kind is asked for. */
export interface Measured {
  readonly moments: Moments | null;
  /** `[change reading][genotype]` */
  readonly changes: Tensor | null;
  /** `[row of values][genotype][sample]`, of each block. */
  readonly values: readonly Tensor[];
}

/** Measures one block more; what was measured before is disposed of, or goes into what is returned. */
export function measureBlock(plan: MeasurePlan, before: Measured | null, rows: Tensor): Measured {
  const moments = plan.variables.length === 0 ? null : blockMoments(plan, rows);
  const changes = plan.changes.length === 0 ? null : blockChanges(plan.changes, rows);
  const values = plan.values.length === 0 ? [] : [gather(rows, tensor1d(plan.values, 'int32'))];
  if (before === null) return { moments, changes, values };
  const sum = changes && add(before.changes!, changes);
  before.changes?.dispose();
  changes?.dispose();
  return {
    moments: moments && together(plan, before.moments!, moments),
    changes: sum,
    values: [...before.values, ...values],
  };
}

/** Cells `[genotype][cell]` in the order that `order` gives, as cellOrder does. */
export function cellsOf(plan: MeasurePlan, { moments, changes, values }: Measured, order: Int32Array): Tensor {
  return tidy(() => {
    const parts: Tensor[] = [];
    if (moments !== null) parts.push(momentCells(plan, moments));
    if (changes !== null) parts.push(changes);
    if (values.length > 0) {
      const [rows, genotypes] = values[0]!.shape as [number, number];
      const whole = concat([...values], 2);
      parts.push(reshape(transpose(whole, [0, 2, 1]), [rows * whole.shape[2]!, genotypes]));
    }
    return transpose(gather(concat(parts, 0), tensor1d(order, 'int32')));
  });
}

/** Cells of all moments readings, `[cell][genotype]`: NaN, all of a reading, where a value of it was not finite. */
function momentCells({ members, moments, readingOfCell, variables }: MeasurePlan, found: Moments): Tensor {
  const { means, products, samples } = found;
  const seconds = div(products, samples);
  // A product is never larger than the squares of both its factors, so their variances show what is not finite.
  const variances = slice(seconds, [0, 0], [variables.length, -1]);
  const isInfinite = sub(1, cast(lessEqual(abs(variances), scalar(LARGEST)), 'float32'));
  const infinite = matMul(tensor2d(members, [members.length / variables.length, variables.length]), isInfinite);
  const cells = gather(concat([means, seconds], 0), tensor1d(moments, 'int32'));
  const lost = greater(gather(infinite, tensor1d(readingOfCell, 'int32')), 0);
  return where(lost, scalar(Number.NaN), cells);
}
