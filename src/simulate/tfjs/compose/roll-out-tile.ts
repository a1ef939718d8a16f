import {
  expandDims,
  gather,
  reshape,
  squaredDifference,
  type Tensor,
  tensor1d,
  tensor2d,
  tensor3d,
  tidy,
  tile,
  zeros,
} from '@tensorflow/tfjs-core';
import { advance } from './advance.js';
import type { ComposedPlan, ComposedTick } from './compose-plan.js';
import { countTile } from './count.js';
import type { Groups } from './groups.js';
import { outputRows } from './output-rows.js';

/**
 * Some genotypes rolled out on some samples and counted, int32 `[genotype][cell]`.
 *
 * @param tables table bits `[genotype][table][2^K]`, 0 and 1 in float32, fewer than 2^24 of them
 * @param planes bits of the stimulus and a plane of zeros, `[plane][sample]`, 0 and 1 in float32
 */
export function rollOutTile(composed: ComposedPlan, groups: Groups, tables: Tensor, planes: Tensor): Tensor {
  return tidy(() => {
    const [genotypes, tableCount, bits] = tables.shape as [number, number, number];
    const flat = reshape(tables, [-1]);
    const rows = outputRows(composed, inputRows(composed, planes, genotypes), (tick, before) =>
      advance(tick, before, flat, firstBits(tick, genotypes, tableCount, bits), planes),
    );
    return countTile(groups, rows);
  });
}

/** `[input][genotype][sample]`, the same for every genotype. */
function inputRows({ inputPlanes, complements }: ComposedPlan, planes: Tensor, genotypes: number): Tensor {
  const samples = planes.shape[1]!;
  if (inputPlanes.length === 0) return zeros([0, genotypes, samples]);
  return tidy(() => {
    const bits = gather(planes, tensor1d(inputPlanes, 'int32'));
    const flipped = squaredDifference(bits, tensor2d(complements, [complements.length, 1]));
    return tile(expandDims(flipped, 1), [1, genotypes, 1]);
  });
}

/** `[step][genotype][1]`: where the table of each step begins among all table bits. */
function firstBits({ steps, tables }: ComposedTick, genotypes: number, tableCount: number, bits: number): Tensor {
  const first = new Float32Array(steps * genotypes);
  for (let step = 0; step < steps; step++) {
    for (let g = 0; g < genotypes; g++) first[step * genotypes + g] = (g * tableCount + tables[step]!) * bits;
  }
  return tensor3d(first, [steps, genotypes, 1]);
}
