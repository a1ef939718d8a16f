import type { LineSize } from '../work/scenarios.js';

/** How large everything is that the benchmark of GPUs measures. */
export interface GpuSizes {
  readonly line: LineSize;
  /** Numbers of neighbours. */
  readonly neighbours: readonly (3 | 5)[];
  readonly genotypes: readonly number[];
  readonly samples: readonly number[];
  /** What the forms of the rollout in JAX are compared on. */
  readonly choice: { readonly genotypes: number; readonly samples: number };
  /** Dense updates that one core gets of a work at most; its rate does not depend on how many genotypes there are. */
  readonly mostCoreUpdates: number;
  /** Operations of each thread of the measurement of the integer rate, and how many threads. */
  readonly integers: { readonly rounds: number; readonly groups: number };
}

/** The line of the other benchmarks: 5 units wide, so that K = 5 reads all of the column before. */
const line: LineSize = { rows: 5, columns: 24, row: 2 };

export const gpuSizes: GpuSizes = {
  line,
  neighbours: [3, 5],
  genotypes: [1024, 16_384, 131_072],
  samples: [1024, 8192, 65_536],
  choice: { genotypes: 16_384, samples: 8192 },
  mostCoreUpdates: 2e9,
  integers: { rounds: 4096, groups: 16_384 },
};

/** Two sizes of each, for a first look. */
export const quickGpuSizes: GpuSizes = { ...gpuSizes, genotypes: [1024, 131_072], samples: [1024, 8192] };

/** What a software adapter can do in a minute: whether it runs at all, not how fast a GPU is. */
export const softwareGpuSizes: GpuSizes = {
  ...gpuSizes,
  ...{ genotypes: [16, 64], samples: [256, 1024], choice: { genotypes: 64, samples: 1024 } },
  integers: { rounds: 16, groups: 256 },
};
