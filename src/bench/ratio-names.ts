import { SAVINGS, type Saving } from './variants.js';

/** What is switched on alone, or all of it. */
export type Switched = Saving | 'all';
export const SWITCHED: readonly Switched[] = [...SAVINGS, 'all'];

/** Names of the ratios that matter. */
export type RatioName =
  | `wasm_dense_over_${'gcc_O3' | 'gcc_O3_native' | 'numpy' | 'reference' | 'plain'}`
  | 'evolved_updates_saved'
  | 'evolved_wall_gain'
  | `evolved_${'updates_saved' | 'wall_gain'}_by_${Saving}`
  | `random_cost_of_${Switched}`
  | `generation_over_${'' | 'dense_'}kernel_${8192 | 1024}${'' | '_one_core'}`
  | 'two_workers_over_two_processes'
  | 'rss_100k';

/** What each ratio is, for tables and readers. */
export const ratioMeanings: Readonly<Record<RatioName, string>> = {
  wasm_dense_over_gcc_O3: 'rate of the dense wasm kernel over the loop in C, -O3, on the random population, one core',
  wasm_dense_over_gcc_O3_native: 'the same over the loop in C, -O3 -march=native',
  wasm_dense_over_numpy: 'the same over the loop in NumPy',
  wasm_dense_over_reference: 'the same over the reference evaluator',
  wasm_dense_over_plain: 'the same over the plain evaluator, each on its own work',
  evolved_updates_saved: 'dense updates over those really run, evolved population, all savings (exact)',
  evolved_wall_gain: 'time of the dense wasm kernel over that with all savings, evolved population',
  ...(Object.fromEntries(
    SAVINGS.flatMap((saving) => [
      [`evolved_updates_saved_by_${saving}`, `dense updates over those really run, only ${saving} (exact)`],
      [`evolved_wall_gain_by_${saving}`, `time of the dense wasm kernel over that with only ${saving}`],
    ]),
  ) as Record<`evolved_${'updates_saved' | 'wall_gain'}_by_${Saving}`, string>),
  ...(Object.fromEntries(
    SWITCHED.map((saving) => [
      `random_cost_of_${saving}`,
      `time with ${saving === 'all' ? 'all savings' : `only ${saving}`} over dense, less 1, random population`,
    ]),
  ) as Record<`random_cost_of_${Switched}`, string>),
  generation_over_kernel_8192: 'rate of whole generations over that of the kernels alone, 8,192 samples, all cores',
  generation_over_kernel_1024: 'the same at 1,024 samples',
  generation_over_kernel_8192_one_core: 'the same at 8,192 samples, one core, no workers',
  generation_over_kernel_1024_one_core: 'the same at 1,024 samples, one core, no workers',
  generation_over_dense_kernel_8192: 'rate of whole generations over that of dense kernels, 8,192 samples, all cores',
  generation_over_dense_kernel_1024: 'the same at 1,024 samples',
  generation_over_dense_kernel_8192_one_core: 'the same at 8,192 samples, one core, no workers',
  generation_over_dense_kernel_1024_one_core: 'the same at 1,024 samples, one core, no workers',
  two_workers_over_two_processes: 'rate of two worker threads over that of two independent processes',
  rss_100k: 'greatest resident size of a run with 100,000 genotypes of 1,024 units',
};

export const ratioNames = Object.keys(ratioMeanings) as RatioName[];
