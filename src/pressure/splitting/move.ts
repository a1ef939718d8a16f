import { type Key, Purpose, Stream } from '../../base/streams.js';
import { type Ascents, ascents, type Direction, type Level, reaches } from './level.js';
import type { Proposals, SplittingProblem } from './problem.js';

/** Particles and their scores; {@link createMove} writes into these arrays. */
export interface Particles {
  /** `Uint32Array [particle][word]`, row-major. */
  readonly genotypes: Uint32Array;
  readonly score: Float64Array;
  readonly refined: Float64Array;
}

/**
 * A function that moves all particles once, in place, and returns how many of them became another: each proposal is
 * accepted with probability min(1, ratio) if it lies in the level, a pair's if both do. So π restricted to the level is
 * left as it is (Metropolis–Hastings; a pair's as the product of two).
 */
export function createMove(problem: SplittingProblem, count: number, direction: Direction) {
  const { words } = problem;
  const proposals: Proposals = {
    genotypes: new Uint32Array(count * words),
    partner: new Int32Array(count),
    ratio: new Float64Array(count),
  };
  const score = new Float64Array(count);
  const refined = new Float64Array(count);

  const accept = (into: Particles, i: number): number => {
    const first = i * words;
    let changed = 0;
    for (let word = first; word < first + words; word++) {
      if (into.genotypes[word] !== proposals.genotypes[word]) changed = 1;
      into.genotypes[word] = proposals.genotypes[word]!;
    }
    into.score[i] = score[i]!;
    into.refined[i] = refined[i]!;
    return changed;
  };

  return (particles: Particles, level: Level, key: Key): number => {
    problem.propose(particles.genotypes, count, proposals, key);
    problem.score(proposals.genotypes, count, score, refined);
    const of: Ascents = ascents(score, refined, direction);
    let changed = 0;
    for (let i = 0; i < count; i++) {
      const other = proposals.partner[i]!;
      if (other !== -1 && other < i) continue;
      if (!reaches(level, of, i) || (other !== -1 && !reaches(level, of, other))) continue;
      const ratio = proposals.ratio[i]!;
      if (ratio < 1 && new Stream(key, Purpose.splitting, 0, i).nextUnit() >= ratio) continue;
      changed += accept(particles, i);
      if (other !== -1) changed += accept(particles, other);
    }
    return changed;
  };
}
