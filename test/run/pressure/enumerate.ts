import type { SplittingProblem } from '../../../src/pressure/splitting/problem.js';
import { enumerateTables, probabilityOfTable } from '../../../src/system/prior/prior.js';
import type { System } from '../../../src/system/system.js';

/** All genotypes with π > 0, `Uint32Array [genotype][locus]`, and their probabilities. */
export function allGenotypes({ genome }: System): { genotypes: Uint32Array; probability: Float64Array; count: number } {
  const { locusCount, neighbourCount, prior } = genome;
  const { tables } = enumerateTables(prior, neighbourCount)!;
  const count = tables.length ** locusCount;
  const genotypes = new Uint32Array(count * locusCount);
  const probability = new Float64Array(count).fill(1);
  for (let g = 0; g < count; g++) {
    for (let locus = 0, rest = g; locus < locusCount; locus++, rest = Math.floor(rest / tables.length)) {
      const table = tables[rest % tables.length]!;
      genotypes[g * locusCount + locus] = table;
      probability[g]! *= probabilityOfTable(prior, neighbourCount, table);
    }
  }
  return { genotypes, probability, count };
}

/** The exact law of the score of a problem as it is prepared: π(score ≥ t), or ≤ t, and the distinct scores. */
export function enumerateScores(problem: SplittingProblem, system: System) {
  const { genotypes, probability, count } = allGenotypes(system);
  const score = new Float64Array(count);
  problem.score(genotypes, count, score, new Float64Array(count));
  const total = (isIn: (value: number) => boolean): number =>
    probability.reduce((sum, p, g) => sum + (isIn(score[g]!) ? p : 0), 0);
  return {
    atLeast: (t: number): number => total((value) => value >= t),
    atMost: (t: number): number => total((value) => value <= t),
    values: [...new Set(score)].sort((a, b) => a - b),
  };
}
