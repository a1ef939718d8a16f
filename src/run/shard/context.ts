import type { Key } from '../../base/streams.js';
import type { Schedule } from '../../evolution/rules-at.js';
import type { DeviceLink } from '../../simulate/device/client.js';
import type { Savings } from '../../simulate/wasm/savings.js';
import type { System } from '../../system/system.js';
import type { Arena } from '../arena.js';

/** What a worker needs to know once: posted when it starts. Arrays of the arena are shared, the rest is copied. */
export interface ShardContext {
  readonly system: System;
  readonly schedule: Schedule;
  readonly key: Key;
  readonly evaluator: string;
  /** What the wasm evaluator leaves out, if not all that it can: for comparisons. */
  readonly savings?: Savings | undefined;
  /** This thread's way to the device of an evaluator that needs one; not posted: each thread has its own. */
  readonly device?: DeviceLink | undefined;
  readonly arena: Arena;
}

/**
 * One piece of work on individuals [first, first + count) of genome buffer `buffer`; it writes only their places of the
 * arena, so any number of workers may run tasks of one generation at once, and a lost task may be run again.
 */
export interface ShardTask {
  /**
   * draw: the first population, measured. breed: children of the parents in the other buffer, measured. survey:
   * the matrix and its pooled counts (whole parts only). footprint: of individuals that are footprinted, the first ones
   * of an island. constraint: of islands' champions, not of individuals but of places [first, first + count) of islands ×
   * loci. halves: strengths on two stimuli of their own. prior: the same of blocks [first, first + count) of the islands'
   * samples of π, with mutants.
   */
  readonly kind: 'draw' | 'breed' | 'survey' | 'footprint' | 'constraint' | 'halves' | 'prior';
  readonly generation: number;
  readonly buffer: 0 | 1;
  readonly first: number;
  readonly count: number;
}
