import type { System } from '../system/system.js';
import type { SharedMemory } from './shared-memory.js';
import type { Stimulus } from './stimulus.js';

/**
 * Joint counts of a symbol outside and a symbol inside: source bit i is environment element `source[i]`, sink bit j is
 * the state of unit `units[j]` after tick `tick`. Cell x + (y << source.length) counts the samples with source symbol x
 * and sink symbol y; 2^(a+b) cells, at most 2^12.
 */
export interface JointReading {
  readonly kind: 'joint';
  readonly source: readonly number[];
  readonly units: readonly number[];
  readonly tick: number;
}

/**
 * Paired rollouts: the number of samples in which any of `units` differs at the last tick once held plane `flip` is
 * complemented, all else (other ports, border, start, noise) equal. One cell.
 */
export interface ChangeReading {
  readonly kind: 'change';
  readonly flip: number;
  readonly units: readonly number[];
}

export type Reading = JointReading | ChangeReading;

/** Number of counts that a reading takes in the output. */
export function cellCount(reading: Reading): number {
  return reading.kind === 'joint' ? 1 << (reading.source.length + reading.units.length) : 1;
}

/** Offset of each reading's first cell in one genotype's counts, and their total number as the last entry. */
export function cellOffsets(readings: readonly Reading[]): number[] {
  const offsets = [0];
  for (const reading of readings) offsets.push(offsets[offsets.length - 1]! + cellCount(reading));
  return offsets;
}

/**
 * Rolls genotypes out on a stimulus and counts.
 *
 * Every counting evaluator gives the same integers: they are held to one contract by test/simulate/evaluators.test.ts.
 * A (unit, tick) pair that a joint reading names must lie in the system's cone.
 */
export interface Evaluator {
  readonly name: string;
  /**
   * @param loci `Uint32Array [genotype][locus]`, row-major
   * @param first first genotype of the batch
   * @param count genotypes in the batch
   * @param counts output `Uint32Array [genotype of the batch][cell]`, in the order of {@link cellOffsets}; overwritten
   */
  evaluate(loci: Uint32Array, first: number, count: number, stimulus: Stimulus, counts: Uint32Array): void;
}

/**
 * Prepares an evaluator for a system and a fixed list of readings.
 *
 * @param home the memory that genomes and stimulus usually lie in: an evaluator that works in such a memory need not
 *   copy them. Arrays from elsewhere are as good, only slower.
 */
export type EvaluatorFactory = (system: System, readings: readonly Reading[], home?: SharedMemory) => Evaluator;
