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

/** Loci that are counted in one pass over the population: a kibibyte of each genotype, so that memory is read in runs. */
const LOCI_AT_ONCE = 256;

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
  const size = loci.length / Math.max(1, locusCount) / islands;
  const classOf = classifier(neighbourCount);
  const counts = new Uint32Array(islands * LOCI_AT_ONCE * classes);
  const estimates: Estimate[] = [];
  let whole = 0;
  const without = new Float64Array(islands);
  for (let first = 0; first < locusCount; first += LOCI_AT_ONCE) {
    const some = Math.min(LOCI_AT_ONCE, locusCount - first);
    counts.fill(0);
    for (let island = 0; island < islands; island++) {
      const place = island * LOCI_AT_ONCE * classes;
      for (let i = 0; i < size; i++) {
        const from = (island * size + i) * locusCount + first;
        for (let l = 0; l < some; l++) counts[place + l * classes + classOf(loci[from + l]!)]!++;
      }
    }
    for (let l = 0; l < some; l++) {
      const ofIsland = (island: number): Uint32Array => {
        const place = (island * LOCI_AT_ONCE + l) * classes;
        return counts.subarray(place, place + classes);
      };
      const found = divergences(
        Array.from({ length: islands }, (_, island) => ofIsland(island)),
        law,
      );
      estimates.push(jackknife(found.whole, found.without));
      whole += found.whole;
      for (let island = 0; island < islands; island++) without[island]! += found.without[island]!;
    }
  }
  return { loci: estimates, total: jackknife(whole, without) };
}

/** Plug-in divergence of one locus from all islands, and from all but each in turn. `counts [island][class]`. */
function divergences(counts: readonly Uint32Array[], law: Float64Array) {
  const totals = Float64Array.from(law, (_, c) => counts.reduce((sum, own) => sum + own[c]!, 0));
  const without = counts.map((own) =>
    divergence(
      totals.map((total, c) => total - own[c]!),
      law,
    ),
  );
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
