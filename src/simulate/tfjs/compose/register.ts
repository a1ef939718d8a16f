import {
  add,
  cast,
  concat,
  getKernel,
  type NamedTensorInfoMap,
  registerKernel,
  tile as repeat,
  reshape,
  slice,
  type Tensor,
  tensor2d,
  tidy,
  unregisterKernel,
  zeros,
} from '@tensorflow/tfjs-core';
import type { BackendName } from '../backend.js';
import { LATTICE_ROLLOUT, planOf, type RolloutInputs } from '../rollout-op.js';
import type { RolloutPlan } from '../rollout-plan.js';
import { type ComposedPlan, composedPlan } from './compose-plan.js';
import { groupsOf } from './groups.js';
import { rollOutTile } from './roll-out-tile.js';
import { chooseTile } from './tiles.js';
import { unpackBits } from './unpack-bits.js';

/**
 * Makes the composition of ordinary operations the kernel of a backend.
 *
 * @param budget bytes that a tile of genotypes and samples may take at work
 */
export function registerComposed(backendName: BackendName, budget: number): void {
  if (getKernel(LATTICE_ROLLOUT, backendName) !== undefined) unregisterKernel(LATTICE_ROLLOUT, backendName);
  registerKernel({
    kernelName: LATTICE_ROLLOUT,
    backendName,
    kernelFunc: ({ inputs, attrs }) => rollOut(planOf(attrs), inputs as NamedTensorInfoMap & RolloutInputs, budget),
  });
}

/** Counts, int32 `[genotype][cell]`: the sum over tiles of samples, tile of genotypes after tile. */
function rollOut(plan: RolloutPlan, { genomes, stimulus }: RolloutInputs, budget: number): Tensor {
  const genotypes = genomes.shape[0]!;
  const words = stimulus.shape[1]!;
  if (genotypes === 0 || plan.cells === 0) return zeros([genotypes, plan.cells], 'int32');
  const composed = composedPlan(plan);
  const groups = groupsOf(plan);
  const size = chooseTile(plan, genotypes, words, budget);
  return tidy(() => {
    const parts: Tensor[] = [];
    for (let word = 0; word < words; word += size.words) {
      const planes = unpackPlanes(stimulus, word, Math.min(size.words, words - word));
      for (let first = 0, part = 0; first < genotypes; first += size.genotypes, part++) {
        const earlier = parts[part];
        parts[part] = tidy(() => {
          const tables = unpackTables(plan, composed, genomes, first, Math.min(size.genotypes, genotypes - first));
          const counts = rollOutTile(composed, groups, tables, planes);
          return earlier === undefined ? counts : add(earlier, counts);
        });
        earlier?.dispose();
      }
      planes.dispose();
    }
    return concat(parts, 0);
  });
}

/** Bits of some words of the stimulus and a plane of zeros, `[plane][sample]`, 0 and 1 in float32. */
function unpackPlanes(stimulus: Tensor, word: number, words: number): Tensor {
  return tidy(() => {
    const planes = stimulus.shape[0]!;
    const bits = unpackBits(slice(stimulus, [0, word], [planes, words]), 32);
    return concat([reshape(cast(bits, 'float32'), [planes, words * 32]), zeros([1, words * 32])], 0);
  });
}

/** Table bits of some genotypes, `[genotype][table][2^K]`: their loci, then the fixed tables. */
function unpackTables(
  plan: RolloutPlan,
  composed: ComposedPlan,
  genomes: Tensor,
  first: number,
  count: number,
): Tensor {
  const { locusCount, bitsPerLocus } = plan.system.genome;
  const { fixedTables } = composed;
  return tidy(() => {
    const tables: Tensor[] = [];
    if (locusCount > 0) tables.push(unpackBits(slice(genomes, [first, 0], [count, locusCount]), bitsPerLocus));
    if (fixedTables.length > 0) {
      const fixed = unpackBits(tensor2d(fixedTables, [1, fixedTables.length], 'int32'), bitsPerLocus);
      tables.push(repeat(fixed, [count, 1, 1]));
    }
    return tables.length === 0 ? zeros([count, 0, bitsPerLocus]) : cast(concat(tables, 1), 'float32');
  });
}
