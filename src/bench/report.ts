import type { Machine } from '../store/manifest.js';
import type { Figure } from './arithmetic/figure.js';
import type { Growth } from './arithmetic/growth.js';
import type { RatioName } from './ratio-names.js';
import type { Quantity } from './sizes.js';

/** Something that could not be measured, and why. */
export interface Missing {
  readonly missing: string;
}

export const isMissing = (value: object): value is Missing => 'missing' in value;

/** A population that evaluators were compared on. */
export interface PopulationLine {
  readonly name: 'random' | 'evolved';
  readonly genotypes: number;
  /** Different ones among them. */
  readonly distinct: number;
  readonly samples: number;
  readonly units: number;
  readonly ticks: number;
  /** (unit, tick) pairs in the backward cone of what is read: a dense evaluation updates these. */
  readonly pairs: number;
  /** How often fewer these are than units × ticks: what the cone saves before any evaluator begins. */
  readonly coneFactor: number;
  readonly generation: number;
  /** Mean fitness, bits. */
  readonly fitness: number;
}

/** One contender on one population. */
export interface KernelLine {
  readonly population: PopulationLine['name'];
  readonly name: string;
  /** Dense unit-sample updates over time. */
  readonly effective: Figure | Missing;
  /** Dense updates of one evaluation, and those really run; null where nobody counts them. */
  readonly denseUpdates: number;
  readonly updatesDone: number | null;
}

/** A whole generation beside the kernels alone on the population that it breeds. */
export interface GenerationLine {
  readonly samples: number;
  readonly genotypes: number;
  readonly pairs: number;
  /** Threads that work; 1 is the main thread without workers. */
  readonly threads: number;
  readonly generation: Figure;
  /** The kernels alone with the savings that the generation has, each core's whole share in one batch; and dense. */
  readonly kernels: Figure;
  readonly denseKernels: Figure;
  /** Rate of the whole generation over that of the kernels, and over that of the dense ones. */
  readonly ratio: Figure;
  readonly denseRatio: Figure;
}

/** Two threads of one process beside two processes, all with the same kernel and work. */
export interface PairLine {
  readonly workers: Figure;
  readonly processes: Figure;
  readonly ratio: Figure;
}

export interface MemoryLine {
  readonly genotypes: number;
  readonly units: number;
  readonly samples: number;
  readonly generations: number;
  /** Greatest resident size of the whole process, bytes. */
  readonly peakBytes: number;
}

export interface Report {
  readonly version: string;
  readonly machine: Machine;
  readonly node: string;
  /** Compilers and libraries that were compared with. */
  readonly tools: readonly { readonly name: string; readonly version: string }[];
  readonly settings: {
    readonly quick: boolean;
    readonly secondsPerComparison: number;
    readonly rounds: number;
    readonly warmupRounds: number;
    readonly evaluator: string;
    readonly cores: number;
  };
  readonly populations: readonly PopulationLine[];
  readonly kernels: readonly KernelLine[];
  readonly generation: readonly GenerationLine[];
  readonly pair: PairLine | Missing;
  readonly memory: MemoryLine | Missing;
  readonly ratios: Readonly<Record<RatioName, Figure | Missing>>;
  /** Growth of the time of one generation; null unless asked for. */
  readonly slopes: Readonly<Record<Quantity, Growth>> | null;
}
