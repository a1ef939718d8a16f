import type { Machine } from '../../store/manifest.js';
import type { Figure } from '../arithmetic/figure.js';
import type { Missing } from '../report.js';

/** How many operations on 32-bit integers a device can do. */
export interface IntegerRate {
  /** Operations a second: multiprocessors × lanes × clock, from what the maker says. */
  readonly quoted: number | Missing;
  /** Where that comes from. */
  readonly source: string;
  /** Operations a second that a kernel of nothing else reaches here. */
  readonly measured: number;
}

/** All contenders on one lattice, population and number of samples. */
export interface GpuLine {
  readonly neighbours: number;
  readonly genotypes: number;
  readonly samples: number;
  /** Unit-sample updates of one evaluation. */
  readonly updates: number;
  /** Rates, updates/s. */
  readonly rates: Readonly<Record<GpuContender, Figure | Missing>>;
  /** Clock of the multiprocessors under this load, Hz; null where nobody says. */
  readonly clock: number | null;
  /** How the kernel alone was timed. */
  readonly kernelTiming: string;
  /** Ratios within each round; the cores have rounds of their own, beside those of the GPU. */
  readonly ratios: Readonly<Record<GpuRatio, Figure | Missing>>;
  /** Rate of the kernel alone over the bound by the quoted integer rate, and by the measured one. */
  readonly shareOfQuoted: number | Missing;
  readonly shareOfMeasured: number;
}

/**
 * whole: the evaluator tfjs:webgpu from loci in memory to counts in memory; kernel: its kernel alone, inputs on the device;
 * jax and jaxKernel: the same of the rollout in JAX; wasm and wasmAll: the evaluator wasm on one core and on all.
 */
export const GPU_CONTENDERS = ['whole', 'kernel', 'wasm', 'wasmAll', 'jax', 'jaxKernel'] as const;
export type GpuContender = (typeof GPU_CONTENDERS)[number];

/** The rates whose ratio each is. */
export const GPU_RATIOS = {
  whole_over_wasm: ['whole', 'wasm'],
  whole_over_wasm_all_cores: ['whole', 'wasmAll'],
  whole_over_jax: ['whole', 'jax'],
  kernel_over_jax_kernel: ['kernel', 'jaxKernel'],
} as const satisfies Record<string, readonly [GpuContender, GpuContender]>;
export type GpuRatio = keyof typeof GPU_RATIOS;

/** The form of the rollout in JAX that was the fastest for a number of neighbours, among those tried. */
export interface JaxChoice {
  readonly neighbours: number;
  readonly chosen: string;
  /** Each form tried, with its rate or why it has none. */
  readonly tried: readonly { readonly form: string; readonly rate: number | Missing }[];
}

export interface GpuReport {
  readonly version: string;
  readonly machine: Machine;
  readonly node: string;
  readonly device: string;
  /** A software adapter shows that the path works, and nothing of how fast a GPU is. */
  readonly isGpu: boolean;
  readonly integers: IntegerRate;
  readonly jax: { readonly version: string; readonly choices: readonly JaxChoice[] } | Missing;
  readonly settings: {
    readonly quick: boolean;
    readonly secondsPerLine: number;
    readonly rounds: number;
    readonly warmupRounds: number;
    readonly cores: number;
    /** The lattice of all lines. */
    readonly units: number;
    readonly ticks: number;
    readonly pairs: number;
  };
  readonly lines: readonly GpuLine[];
}
