import type { Level } from './levels.js';

/** Whether what U is at each value of F falls as F rises: the condition of Theorem 2. */
export interface Monotone {
  /** Whether `rise` is at most the margin: then no history, from any law that selection leads to, raises E[U] by more. */
  readonly holds: boolean;
  /** The largest m(f2) − m(f1) over f1 < f2; 0 or less where m never rises, null where F has one value. */
  readonly rise: number | null;
  /** f1 and f2 of it. */
  readonly between: readonly [number, number] | null;
}

/** Finds the largest rise of m from any level to a higher one. */
export function monotoneRise(levels: readonly Level[], margin: number, rounding: number): Monotone {
  let lowest = levels[0]!;
  let rise: number | null = null;
  let between: [number, number] | null = null;
  for (const level of levels.slice(1)) {
    if (rise === null || level.mean - lowest.mean > rise) {
      rise = level.mean - lowest.mean;
      between = [lowest.threshold, level.threshold];
    }
    if (level.mean < lowest.mean) lowest = level;
  }
  return { holds: rise === null || rise <= margin + rounding, rise, between };
}
