import { type Figure, summarise, summariseRatio } from './arithmetic/figure.js';
import type { KernelMeasurement } from './compare/kernels.js';
import { type RatioName, ratioNames, SWITCHED, type Switched } from './ratio-names.js';
import { type GenerationLine, isMissing, type MemoryLine, type Missing, type PairLine } from './report.js';
import { SAVINGS, type Saving } from './variants.js';

export interface Measurements {
  readonly kernels: readonly KernelMeasurement[];
  readonly generation: readonly GenerationLine[];
  readonly pair: PairLine | Missing;
  readonly memory: MemoryLine | Missing;
}

/** The figures by name; one that could not be measured says why. */
export function ratiosOf({ kernels, generation, pair, memory }: Measurements): Record<RatioName, Figure | Missing> {
  const find = (population: string, name: string): KernelMeasurement | undefined =>
    kernels.find(({ line }) => line.population === population && line.name === name);
  /** Rate of one contender over that of another; their works may differ. */
  const rates = (population: string, above: string, below: string): Figure | Missing => {
    const [a, b] = [find(population, above), find(population, below)];
    for (const one of [a, b]) {
      if (one === undefined) return { missing: `${above} or ${below} was not measured on this machine` };
      if (isMissing(one.line.effective)) return one.line.effective;
    }
    const scale = a!.line.denseUpdates / b!.line.denseUpdates;
    return summariseRatio(
      b!.seconds.map((s) => s * scale),
      a!.seconds,
    );
  };
  const saved = (name: string): Figure | Missing => {
    const line = find('evolved', name)?.line;
    if (!line?.updatesDone) return { missing: `${name} does not count its updates` };
    return summarise([line.denseUpdates / line.updatesDone], '1');
  };
  const cost = (saving: Switched): Figure | Missing => {
    const ratio = rates('random', 'wasm dense', `wasm ${saving}`);
    return isMissing(ratio) ? ratio : { ...ratio, value: ratio.value - 1, low: ratio.low - 1, high: ratio.high - 1 };
  };
  const whole = (samples: 8192 | 1024): [RatioName, Figure | Missing][] =>
    [false, true].flatMap((oneCore): [RatioName, Figure | Missing][] => {
      const line = generation.find((one) => one.samples === samples && (one.threads === 1) === oneCore);
      const absent = { missing: `not measured at ${samples} samples on ${oneCore ? 'one core' : 'several cores'}` };
      const where = `${samples}${oneCore ? '_one_core' : ''}` as const;
      return [
        [`generation_over_kernel_${where}`, line?.ratio ?? absent],
        [`generation_over_dense_kernel_${where}`, line?.denseRatio ?? absent],
      ];
    });
  const by = (saving: Saving): [RatioName, Figure | Missing][] => [
    [`evolved_updates_saved_by_${saving}`, saved(`wasm ${saving}`)],
    [`evolved_wall_gain_by_${saving}`, rates('evolved', `wasm ${saving}`, 'wasm dense')],
  ];
  const found: Record<string, Figure | Missing> = {
    wasm_dense_over_gcc_O3: rates('random', 'wasm dense', 'gcc -O3'),
    wasm_dense_over_gcc_O3_native: rates('random', 'wasm dense', 'gcc -O3 -march=native'),
    wasm_dense_over_numpy: rates('random', 'wasm dense', 'NumPy'),
    wasm_dense_over_reference: rates('random', 'wasm dense', 'reference'),
    wasm_dense_over_plain: rates('random', 'wasm dense', 'plain'),
    evolved_updates_saved: saved('wasm all'),
    evolved_wall_gain: rates('evolved', 'wasm all', 'wasm dense'),
    ...Object.fromEntries(SAVINGS.flatMap(by)),
    ...Object.fromEntries(SWITCHED.map((saving) => [`random_cost_of_${saving}`, cost(saving)])),
    ...Object.fromEntries([...whole(8192), ...whole(1024)]),
    two_workers_over_two_processes: isMissing(pair) ? pair : pair.ratio,
    rss_100k: isMissing(memory) ? memory : summarise([memory.peakBytes], 'bytes'),
  };
  return Object.fromEntries(ratioNames.map((name) => [name, found[name]!])) as Record<RatioName, Figure | Missing>;
}
