import type { LineSize } from './work/scenarios.js';

/** How large everything is that the benchmark measures. */
export interface BenchSizes {
  /** The population that all evaluators meet, as drawn and as evolved. */
  readonly line: LineSize & {
    readonly genotypes: number;
    readonly samples: number;
    /** Evolution ends at this mean strength, bits, and at this generation at the latest. */
    readonly untilBits: number;
    readonly mostGenerations: number;
  };
  /** What the plain evaluator gets of it. */
  readonly plain: { readonly genotypes: number; readonly samples: number };
  readonly generation: LineSize & {
    readonly genotypes: number;
    readonly samples: readonly number[];
    /** Generations bred before the one that is measured. */
    readonly generationsBefore: number;
  };
  readonly memory: LineSize & { readonly genotypes: number; readonly samples: number; readonly generations: number };
  /** Sizes along which one quantity grows while the others stay at `base`. */
  readonly slopes: {
    readonly base: Readonly<Record<Quantity, number>>;
    readonly along: Readonly<Record<Quantity, readonly number[]>>;
  };
}

export const QUANTITIES = ['population', 'units', 'samples', 'ticks'] as const;
export type Quantity = (typeof QUANTITIES)[number];

export const benchSizes: BenchSizes = {
  line: { rows: 5, columns: 24, row: 2, genotypes: 500, samples: 4096, untilBits: 0.75, mostGenerations: 2000 },
  plain: { genotypes: 4, samples: 128 },
  // 8 × 34 units have 1 + 3 + 5 + 7 + 30 × 8 = 256 (unit, tick) pairs in their cone.
  generation: {
    ...{ rows: 8, columns: 34, row: 3, genotypes: 2000, samples: [8192, 1024], generationsBefore: 10 },
  },
  memory: { rows: 32, columns: 32, row: 15, genotypes: 100_000, samples: 1024, generations: 2 },
  slopes: {
    base: { population: 500, units: 64, samples: 2048, ticks: 32 },
    along: {
      population: [125, 250, 500, 1000, 2000],
      units: [16, 32, 64, 128, 256],
      samples: [512, 1024, 2048, 4096, 8192],
      ticks: [16, 32, 64, 128, 256],
    },
  },
};
