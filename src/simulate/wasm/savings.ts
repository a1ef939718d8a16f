import { DUPLICATES, LIVENESS, PLANES } from './header.js';

/** Work that the wasm evaluator leaves out. No saving changes a count: they are switches for the benchmark and the tests. */
export interface Savings {
  /** Only steps that some reading can depend on, whatever the tables; without it every pair of the system's cone. */
  readonly cone: boolean;
  /** Genotypes of a batch that equal another one are not evaluated. */
  readonly duplicates: boolean;
  /** Planes that a genotype has in common with the one before it, in an order that puts alike ones together, stay. */
  readonly planes: boolean;
  /** Steps that the readings do not depend on through the genotype's own tables are left out, where that pays. */
  readonly liveness: boolean;
}

export const ALL_SAVINGS: Savings = { cone: true, duplicates: true, planes: true, liveness: true };

/** Dense: every (unit, tick) pair of the system's cone, for every genotype. */
export const NO_SAVINGS: Savings = { cone: false, duplicates: false, planes: false, liveness: false };

/** The switches that the kernel looks at, as bits. */
export function savingsBits({ duplicates, planes, liveness }: Savings): number {
  return (duplicates ? DUPLICATES : 0) | (planes ? PLANES : 0) | (liveness ? LIVENESS : 0);
}
