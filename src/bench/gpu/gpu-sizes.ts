import type { LineSize } from '../work/scenarios.js';

/** How large everything is that the benchmark of GPUs measures. */
export interface GpuSizes {
  readonly line: LineSize;
  /** Numbers of neighbours. */
  readonly neighbours: readonly (3 | 5)[];
  /** Genotypes and samples of each line. */
  readonly works: readonly (readonly [number, number])[];
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
  works: [
    ...([
      [1024, 1024],
      [1024, 8192],
      [1024, 65_536],
      [16_384, 8192],
    ] as const),
    ...([
      [131_072, 1024],
      [131_072, 8192],
      [131_072, 65_536],
    ] as const),
  ],
  choice: { genotypes: 16_384, samples: 8192 },
  mostCoreUpdates: 2e9,
  integers: { rounds: 4096, groups: 16_384 },
};

/** Few of them, for a first look. */
export const quickGpuSizes: GpuSizes = {
  ...gpuSizes,
  works: [
    [1024, 8192],
    [131_072, 8192],
  ],
};

/** What a software adapter can do in a minute: whether it runs at all, not how fast a GPU is. */
export const softwareGpuSizes: GpuSizes = {
  ...gpuSizes,
  ...{
    works: [
      [16, 256],
      [64, 1024],
    ],
    choice: { genotypes: 64, samples: 1024 },
  },
  integers: { rounds: 16, groups: 256 },
};
