import type { Stream } from '../../base/streams.js';
import { drawTable, enumerateTables, type Prior } from '../../system/prior/prior.js';

/** Tables put in the place of one, at most: all those of K = 3, or so many draws. */
export const MOST_REPLACEMENTS = 256;

/** Tables from π in the place of a locus' own: all of them with their probabilities, or draws that weigh the same. */
export interface Replacements {
  readonly tables: Uint32Array;
  readonly weights: Float64Array;
}

/** All tables with π > 0; null where they are more than {@link MOST_REPLACEMENTS}. */
export function allReplacements(prior: Prior, neighbourCount: number): Replacements | null {
  const all = enumerateTables(prior, neighbourCount);
  if (all === null || all.tables.length > MOST_REPLACEMENTS) return null;
  return { tables: all.tables, weights: all.probability };
}

/** {@link MOST_REPLACEMENTS} draws from π. */
export function drawReplacements(prior: Prior, neighbourCount: number, stream: Stream): Replacements {
  return {
    tables: Uint32Array.from({ length: MOST_REPLACEMENTS }, () => drawTable(prior, neighbourCount, stream)),
    weights: new Float64Array(MOST_REPLACEMENTS).fill(1 / MOST_REPLACEMENTS),
  };
}

/**
 * The constraint on one locus, in bits: −log2 of the share of its replacements that keep at least half of the fitness, the
 * rest of the genotype as it is. 0 where all do; null where none does, which is no statement about how rare those are that
 * would. From draws, with a standard error of about √((1 − s)/(256 s))/ln 2 bits at share s.
 *
 * @param fitness of the genotype itself, above 0
 * @param replaced `[replacement]`: the fitness with each of them
 */
export function constraintBits(fitness: number, replaced: Float64Array, weights: Float64Array): number | null {
  let all = 0;
  let kept = 0;
  replaced.forEach((value, i) => {
    all += weights[i]!;
    if (value >= fitness / 2) kept += weights[i]!;
  });
  return kept === 0 ? null : Math.log2(all / kept);
}

/**
 * Tables from whose measures those of every other table follow, where each sample asks the locus once (see
 * {@link superpose}): the one with no output 1, and those with a single one.
 */
export function probeTables(neighbourCount: number): Uint32Array {
  const bits = 1 << neighbourCount;
  return Uint32Array.from({ length: bits + 1 }, (_, probe) => (probe === 0 ? 0 : (1 << (probe - 1)) >>> 0));
}

/**
 * The measures (joint counts or laws) with a table at a locus, from those with {@link probeTables} there.
 *
 * What is read in a sample depends on the locus through the outputs that it is asked for. Where only one (unit, tick) pair
 * that can reach what is read expresses the locus, that is one output, at an index which does not depend on the locus
 * itself. Then each measure is a sum over samples of a function of one table bit: linear in the table, and so
 *
 *     measure(T) = measure(0) + Σ_{i : T(i) = 1} (measure(1_i) − measure(0)).
 *
 * Exactly for counts; for laws to the rounding of a few sums.
 *
 * @param probes `[probe][cell]`, the first one at index `first`
 * @param out `[cell]`, overwritten
 */
export function superpose(
  table: number,
  probes: ArrayLike<number>,
  first: number,
  out: { [cell: number]: number; readonly length: number },
): void {
  const cells = out.length;
  for (let cell = 0; cell < cells; cell++) {
    const none = probes[first + cell]!;
    let value = none;
    let rest = table;
    for (let place = first + cells + cell; rest !== 0; place += cells) {
      if ((rest & 1) === 1) value += probes[place]! - none;
      rest >>>= 1;
    }
    out[cell] = value;
  }
}
