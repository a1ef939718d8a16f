import { processorMs } from '../../base/processor-clock.js';
import type { SplittingProblem } from '../../pressure/splitting/problem.js';

/** Milliseconds spent in each function of a problem, and for how many genotypes (of `prepare`: how often). */
export type Clocks = Readonly<
  Record<'prepare' | 'draw' | 'score' | 'propose' | 'observe', { ms: number; count: number }>
>;

/** A problem that keeps count of its time: its clocks are written while it works. */
export function clocked(problem: SplittingProblem): { readonly problem: SplittingProblem; readonly clocks: Clocks } {
  const clock = () => ({ ms: 0, count: 0 });
  const clocks: Clocks = { prepare: clock(), draw: clock(), score: clock(), propose: clock(), observe: clock() };
  const timed = (of: keyof Clocks, count: number, work: () => void): void => {
    const start = processorMs();
    work();
    clocks[of].ms += processorMs() - start;
    clocks[of].count += count;
  };
  return {
    clocks,
    problem: {
      ...problem,
      prepare: (key) => timed('prepare', 1, () => problem.prepare(key)),
      draw: (genotypes, count, key) => timed('draw', count, () => problem.draw(genotypes, count, key)),
      score: (genotypes, count, score, refined) =>
        timed('score', count, () => problem.score(genotypes, count, score, refined)),
      propose: (genotypes, count, proposals, key) =>
        timed('propose', count, () => problem.propose(genotypes, count, proposals, key)),
      observe: (genotypes, count, out) => timed('observe', count, () => problem.observe(genotypes, count, out)),
    },
  };
}
