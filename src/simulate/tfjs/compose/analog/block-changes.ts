import {
  add,
  cast,
  concat,
  gather,
  greaterEqual,
  isNaN as isNotANumber,
  maximum,
  notEqual,
  scalar,
  sum,
  type Tensor,
  tensor1d,
  tidy,
  where,
  zeros,
  zerosLike,
} from '@tensorflow/tfjs-core';
import type { ChangeGroup } from '../groups.js';

/**
 * Samples of a block in which the signs of some pair differ, `[reading of all groups][genotype]`: whole numbers below 2^24,
 * exact in whatever order they are summed; NaN where a state is NaN in some sample.
 */
export function blockChanges(groups: readonly ChangeGroup[], rows: Tensor): Tensor {
  return tidy(() =>
    concat(
      groups.map((group) => changesOf(group, rows)),
      0,
    ),
  );
}

function changesOf({ pairs, readings }: ChangeGroup, rows: Tensor): Tensor {
  return tidy(() => {
    const [, genotypes, samples] = rows.shape as [number, number, number];
    if (pairs.length === 0) return zeros([readings, genotypes]);
    let changed: Tensor = zeros([readings, genotypes, samples]);
    let undefinedness: Tensor = zeros([readings, genotypes, samples]);
    for (const [one, other] of pairs) {
      const [before, poison] = [changed, undefinedness];
      [changed, undefinedness] = tidy(() => {
        const a = gather(rows, tensor1d(one, 'int32'));
        const b = gather(rows, tensor1d(other, 'int32'));
        const differs = cast(notEqual(greaterEqual(a, 0), greaterEqual(b, 0)), 'float32');
        return [maximum(before, differs), add(poison, add(nanWhereNan(a), nanWhereNan(b)))];
      });
      before.dispose();
      poison.dispose();
    }
    return sum(add(changed, undefinedness), -1);
  });
}

/** NaN where a number is NaN, and 0 elsewhere, at infinities too. */
function nanWhereNan(x: Tensor): Tensor {
  return where(isNotANumber(x), scalar(Number.NaN), zerosLike(x));
}
