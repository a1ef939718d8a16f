import type { Clock } from './clock.js';

/** Something whose speed is measured: it does the work `times` times over. */
export type Contender = { readonly name: string } & (
  | { readonly run: (times: number) => void | Promise<void> }
  /** Gives the seconds that it took, which it knows better than the clock here. */
  | { readonly timedRun: (times: number) => Promise<number> }
);

export interface Rhythm {
  /** Rounds that count. */
  readonly rounds: number;
  /** Rounds before them that do not: they settle compilers and caches, and say how often to repeat the work. */
  readonly warmupRounds: number;
  /** How long one contender should take in one round, ms. */
  readonly sliceMs: number;
}

/** Upper limit of repetitions in one round: a clock that stands still must not ask for ever more. */
const MOST_TIMES = 1 << 16;

/**
 * Measures contenders in turn, round after round, so that whatever slows the machine for a while slows all of them.
 * Each round begins with another contender, so that none always follows the same one.
 *
 * @returns `[contender][round]`: seconds that the work took once
 */
export async function interleave(
  contenders: readonly Contender[],
  { rounds, warmupRounds, sliceMs }: Rhythm,
  clock: Clock,
): Promise<Float64Array[]> {
  const times = contenders.map(() => 1);
  const timeOnce = async (c: number): Promise<number> => {
    const contender = contenders[c]!;
    if ('timedRun' in contender) return (await contender.timedRun(times[c]!)) / times[c]!;
    const start = clock();
    await contender.run(times[c]!);
    return (clock() - start) / 1000 / times[c]!;
  };
  for (let warmup = 0; warmup < warmupRounds; warmup++) {
    for (let c = 0; c < contenders.length; c++) {
      const seconds = await timeOnce(c);
      times[c] = Math.min(MOST_TIMES, Math.max(1, Math.round(sliceMs / 1000 / seconds)));
    }
  }
  const measured = contenders.map(() => new Float64Array(rounds));
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < contenders.length; turn++) {
      const c = (turn + round) % contenders.length;
      measured[c]![round] = await timeOnce(c);
    }
  }
  return measured;
}
