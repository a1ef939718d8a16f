import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireKernel } from '../simulate/wasm/kernel.js';
import { thisMachine } from '../store/machine.js';
import type { Clock } from './clock.js';
import { compareGeneration } from './compare/generation.js';
import { compareKernels } from './compare/kernels.js';
import { measureMemory } from './compare/memory.js';
import { comparePair } from './compare/pair.js';
import { measureSlopes } from './compare/slopes.js';
import { ratiosOf } from './ratios.js';
import type { Report } from './report.js';
import type { BenchSizes } from './sizes.js';
import type { Tools } from './tools.js';
import { comparedPopulations } from './work/populations.js';

/** What is asked of a benchmark. */
export interface BenchOptions {
  readonly sizes: BenchSizes;
  /** Fewer rounds, and no run that needs gigabytes. */
  readonly quick: boolean;
  /** Time of each comparison, s. */
  readonly seconds: number;
  readonly slopes: boolean;
  readonly cores: number;
  readonly clock: Clock;
  readonly packageVersion: string;
  readonly onNote: (text: string) => void;
}

/** Rounds that count and rounds that do not; an odd number of the former has a median that was measured. */
const ROUNDS = { full: { rounds: 15, warmupRounds: 2 }, quick: { rounds: 5, warmupRounds: 2 } };

/** The evaluator of whole generations and runs: the one that a run uses where none is asked for. */
const evaluator = 'wasm';

/**
 * Measures everything on this machine, one comparison after the other.
 *
 * @throws DeviceError where the wasm evaluator cannot run: there is nothing to compare then
 */
export async function runBenchmark(options: BenchOptions): Promise<Report> {
  requireKernel();
  const { sizes, quick, seconds, cores, clock, onNote } = options;
  const rounds = quick ? ROUNDS.quick : ROUNDS.full;
  const folder = mkdtempSync(join(tmpdir(), 'scarce-bench-'));
  const tools: Tools = { sizes, rounds, seconds, clock, cores, folder, onNote };
  try {
    const populations = await comparedPopulations(evaluator, tools);
    onNote(`evaluators, C and NumPy on ${populations.length} populations`);
    const { measured, versions } = await compareKernels(populations, tools);
    const generation = await compareGeneration(evaluator, tools);
    const pair = await comparePair(populations[0]!, 'wasm dense', tools);
    const memory = quick ? { missing: 'left out by --quick' } : await measureMemory(tools);
    return {
      version: options.packageVersion,
      machine: thisMachine(),
      node: process.version,
      tools: versions,
      settings: { quick, secondsPerComparison: seconds, ...rounds, evaluator, cores },
      populations: populations.map(({ line }) => line),
      kernels: measured.map(({ line }) => line),
      generation,
      pair,
      memory,
      ratios: ratiosOf({ kernels: measured, generation, pair, memory }),
      slopes: options.slopes ? await measureSlopes(evaluator, tools) : null,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
