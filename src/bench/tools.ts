import type { Clock } from './clock.js';
import type { Rhythm } from './interleave.js';
import type { BenchSizes } from './sizes.js';

/** What every comparison of one benchmark has in common. */
export interface Tools {
  readonly sizes: BenchSizes;
  /** Counted and warm-up rounds. */
  readonly rounds: Pick<Rhythm, 'rounds' | 'warmupRounds'>;
  /** Time that a comparison should take in all, s. */
  readonly seconds: number;
  readonly clock: Clock;
  /** Worker threads that "all cores" means. */
  readonly cores: number;
  /** A folder for programs and files that goes when the benchmark ends. */
  readonly folder: string;
  readonly onNote: (text: string) => void;
}

/** The rhythm in which so many contenders share a comparison's time. */
export function rhythmFor({ rounds, seconds }: Tools, contenders: number): Rhythm {
  return { ...rounds, sliceMs: (1000 * seconds) / contenders / (rounds.rounds + rounds.warmupRounds) };
}
