import { probabilityBits } from '../../base/bernoulli.js';
import { InvariantError } from '../../base/errors.js';
import { enumerateTables, type Prior } from '../../system/prior/prior.js';
import { countPairs } from './pair-counts.js';
import { classCount, classifier, weakClass } from './table-class.js';

/**
 * The law of a table's class under π, exactly: `Float64Array [class]`, see classOfSums. Computed without going through the
 * tables where these can be 2^32.
 */
export function classLaw(prior: Prior, neighbourCount: number): Float64Array {
  if (prior.kind === 'bit') return lawOfBits(probabilityBits(prior.bit) / 0x100000000, neighbourCount);
  if (prior.kind === 'normal') throw new InvariantError('classes of tables were asked of analog units');
  const law = enumeratedClassLaw(prior, neighbourCount);
  if (law !== null) return law;
  return prior.family === 'balanced' ? lawOfBalanced(neighbourCount) : lawOfReversible(neighbourCount);
}

/** The same law by going through all tables: null where these are more than 65,536. */
export function enumeratedClassLaw(prior: Prior, neighbourCount: number): Float64Array | null {
  const all = enumerateTables(prior, neighbourCount);
  if (all === null) return null;
  const classOf = classifier(neighbourCount);
  const law = new Float64Array(classCount(neighbourCount));
  all.tables.forEach((table, i) => {
    law[classOf(table)]! += all.probability[i]!;
  });
  return law;
}

/** A pair of complementary indices has different outputs with probability 2p(1 − p), half of it for each way round. */
export function lawOfBits(p: number, neighbourCount: number): Float64Array {
  const pairs = 1 << (neighbourCount - 1);
  const one = p * (1 - p);
  return weighted(neighbourCount, (differing) => one ** differing * (1 - 2 * one) ** (pairs - differing));
}

/** Half of the pairs with equal outputs must be 1, 1 and half 0, 0. */
export function lawOfBalanced(neighbourCount: number): Float64Array {
  const pairs = 1 << (neighbourCount - 1);
  const tables = binomial(2 * pairs, pairs);
  return weighted(neighbourCount, (differing) => {
    const equal = pairs - differing;
    return equal % 2 === 0 ? binomial(equal, equal / 2) / tables : 0;
  });
}

/**
 * A table that is permutive in input j is T = x_j xor g(the others), so c_j = |mean of (−1)^g| and c_i = 0 for the others;
 * where it is permutive in two, all c are 0. So each g that is constant, or far enough from balanced, is a table of input
 * j's own classes, and all other tables follow no input.
 */
export function lawOfReversible(neighbourCount: number): Float64Array {
  const inputs = 1 << (neighbourCount - 1);
  let follows = 0;
  for (let ones = 1; ones < inputs; ones++) {
    if (2 * Math.abs(inputs - 2 * ones) >= inputs) follows += binomial(inputs, ones);
  }
  let tables = 0;
  for (let s = 1; s <= neighbourCount; s++) {
    tables += (s % 2 === 1 ? 1 : -1) * binomial(neighbourCount, s) * 2 ** (1 << (neighbourCount - s));
  }
  const law = new Float64Array(classCount(neighbourCount));
  for (let j = 0; j < neighbourCount; j++) {
    law[2 * j] = follows / tables;
    law[2 * j + 1] = 2 / tables;
  }
  law[weakClass(neighbourCount)] = (tables - neighbourCount * (follows + 2)) / tables;
  return law;
}

/** Sums the ways to each class, each weighed by its number of pairs with different outputs. */
function weighted(neighbourCount: number, weight: (differing: number) => number): Float64Array {
  return Float64Array.from(countPairs(neighbourCount), (ways) =>
    ways.reduce((sum, count, differing) => sum + count * weight(differing), 0),
  );
}

function binomial(n: number, k: number): number {
  let value = 1;
  // Every intermediate value is a binomial coefficient.
  for (let i = 1; i <= k; i++) value = (value * (n - i + 1)) / i;
  return value;
}
