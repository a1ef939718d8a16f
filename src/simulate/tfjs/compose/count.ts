import {
  add,
  cast,
  concat,
  gather,
  matMul,
  maximum,
  mul,
  oneHot,
  ones,
  reshape,
  squaredDifference,
  sum,
  type Tensor,
  tensor1d,
  tidy,
  transpose,
  zeros,
} from '@tensorflow/tfjs-core';
import type { ChangeGroup, Group, Groups, JointGroup } from './groups.js';

/**
 * Counts of one tile, int32 `[genotype][cell]`.
 *
 * Exact: every sum is of 0s and 1s over the samples of the tile, fewer than 2^24 of them, so that each partial sum is an
 * integer that float32 holds, in whatever order a backend adds (and 0 and 1 are exact in TF32 too).
 *
 * @param rows inputs and kept states, `[row][genotype][sample]`, 0 and 1 in float32
 */
export function countTile({ groups, order }: Groups, rows: Tensor): Tensor {
  return tidy(() => {
    const cells = groups.map((group) => (group.kind === 'joint' ? countJoint(group, rows) : countChange(group, rows)));
    return cast(transpose(gather(concat(cells, 0), tensor1d(order, 'int32'))), 'int32');
  });
}

/** Bits of a symbol that make its row and its column in a table of counts. */
export function splitBits(bits: number): { low: number; high: number } {
  const low = Math.ceil(bits / 2);
  return { low, high: bits - low };
}

/**
 * `[cells of all readings][genotype]`: a symbol's low and high bits, each one-hot, multiplied over the samples; so a symbol
 * of 12 bits takes 2 × 64 numbers in a sample, not 4096.
 */
function countJoint({ bits, readings }: JointGroup, rows: Tensor): Tensor {
  return tidy(() => {
    const [, genotypes, samples] = rows.shape as [number, number, number];
    const { low, high } = splitBits(bits.length);
    const oneHotOf = (part: readonly Int32Array[]): Tensor => {
      if (part.length === 0) return ones([readings * genotypes, samples, 1]);
      return tidy(() => {
        let symbol: Tensor = zeros([readings, genotypes, samples]);
        part.forEach((places, bit) => {
          const more = tidy(() => add(symbol, mul(gather(rows, tensor1d(places, 'int32')), 2 ** bit)));
          symbol.dispose();
          symbol = more;
        });
        const cells = 1 << part.length;
        const flat = reshape(cast(symbol, 'int32'), [readings * genotypes, samples]);
        // The wasm backend would write the bits of integers into a float32 result.
        return cast(oneHot(flat, cells, 1, 0, 'int32'), 'float32');
      });
    };
    const counts = matMul(oneHotOf(bits.slice(low)), oneHotOf(bits.slice(0, low)), true, false);
    const cells = 1 << (low + high);
    return reshape(transpose(reshape(counts, [readings, genotypes, cells]), [0, 2, 1]), [readings * cells, genotypes]);
  });
}

/** `[reading][genotype]`: samples in which any pair differs. */
function countChange({ pairs, readings }: ChangeGroup, rows: Tensor): Tensor {
  return tidy(() => {
    const [, genotypes, samples] = rows.shape as [number, number, number];
    if (pairs.length === 0) return zeros([readings, genotypes]);
    let changed: Tensor = zeros([readings, genotypes, samples]);
    for (const [one, other] of pairs) {
      const more = tidy(() => {
        const [a, b] = [gather(rows, tensor1d(one, 'int32')), gather(rows, tensor1d(other, 'int32'))];
        return maximum(changed, squaredDifference(a, b));
      });
      changed.dispose();
      changed = more;
    }
    return sum(changed, -1);
  });
}

/** Numbers that counting a group holds at most, in each genotype and sample. */
export function numbersToCount(group: Group): number {
  if (group.kind === 'change') return 5 * group.readings;
  const { low, high } = splitBits(group.bits.length);
  // One side, and the other as symbol, integer symbol, integers and numbers.
  return group.readings * ((1 << high) + 2 * (1 << low) + 3);
}
