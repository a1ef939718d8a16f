import { InvariantError } from '../../base/errors.js';
import { type Estimate, jackknife } from '../../base/statistics.js';
import { classCount, classifier } from './table-class.js';

/** Bits held, with delete-one-island jackknife values and errors. */
export interface ClassMap {
  /** `[locus]` */
  readonly loci: readonly Estimate[];
  /** The sum over loci, jackknifed as a whole: loci of one island are not independent. */
  readonly total: Estimate;
}

/** Loci that are counted in one pass over the population: a line of the cache of each genotype. */
const LOCI_AT_ONCE = 16;

/**
 * The bits that a population holds by the map of classes: for each locus the divergence of the law of its class, over all
 * individuals of all islands, from the law under π. Their sum bounds from below the divergence of the law of one
 * individual from π, where islands are independent and the neutral law is π. It sees only what is the same on all
 * islands: paths that differ from one island to the next leave little of it.
 *
 * The plug-in value is above the true one by about (classes − 1)/(2 R ln 2) bits a locus for R islands that are each of
 * one mind; the jackknife takes that away to first order, so an estimate can be negative.
 *
 * @param loci `Uint32Array [island][individual][locus]`, row-major, as many individuals on each island
 * @param law `[class]` under π
 */
export function classMap(
  loci: Uint32Array,
  shape: { readonly locusCount: number; readonly islands: number; readonly neighbourCount: number },
  law: Float64Array,
): ClassMap {
  const { locusCount, islands, neighbourCount } = shape;
  const classes = classCount(neighbourCount);
  const individuals = loci.length / Math.max(1, locusCount);
  const size = individuals / islands;
  const classOf = classifier(neighbourCount);
  const counts = new Uint32Array(LOCI_AT_ONCE * islands * classes);
  const estimates: Estimate[] = [];
  let whole = 0;
  const without = new Float64Array(islands);
  for (let first = 0; first < locusCount; first += LOCI_AT_ONCE) {
    const some = Math.min(LOCI_AT_ONCE, locusCount - first);
    counts.fill(0);
    for (let individual = 0; individual < individuals; individual++) {
      const island = Math.floor(individual / size);
      const from = individual * locusCount + first;
      for (let l = 0; l < some; l++) counts[(l * islands + island) * classes + classOf(loci[from + l]!)]!++;
    }
    for (let l = 0; l < some; l++) {
      const place = l * islands * classes;
      const found = divergences(counts.subarray(place, place + islands * classes), islands, law);
      estimates.push(jackknife(found.whole, found.without));
      whole += found.whole;
      for (let island = 0; island < islands; island++) without[island]! += found.without[island]!;
    }
  }
  return { loci: estimates, total: jackknife(whole, without) };
}

/** Plug-in divergence of one locus from all islands, and from all but each in turn. `counts [island][class]`. */
function divergences(counts: Uint32Array, islands: number, law: Float64Array) {
  const totals = new Float64Array(law.length);
  counts.forEach((count, place) => {
    totals[place % law.length]! += count;
  });
  const left = new Float64Array(law.length);
  const without = new Float64Array(islands);
  for (let island = 0; island < islands; island++) {
    for (let c = 0; c < law.length; c++) left[c] = totals[c]! - counts[island * law.length + c]!;
    without[island] = divergence(left, law);
  }
  return { whole: divergence(totals, law), without };
}

/** D(counts as shares ‖ law) in bits. */
function divergence(counts: Float64Array, law: Float64Array): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  let bits = 0;
  counts.forEach((count, c) => {
    if (count === 0) return;
    if (law[c] === 0) {
      throw new InvariantError(`${count} tables of class ${c}, which has probability 0 under the prior; expected none`);
    }
    bits += (count / total) * Math.log2(count / total / law[c]!);
  });
  return bits;
}
