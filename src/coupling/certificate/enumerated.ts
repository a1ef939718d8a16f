import { type EnumeratedLaw, type Level, levelsOf } from './levels.js';
import { type Monotone, monotoneRise } from './monotone.js';

/** Example genotypes of a witness, at most. */
const EXAMPLES = 4;
/** Sums over genotypes are right to so much of the largest |U|. */
const ROUNDING = 1e-12;

/** Where E[U | F ≥ t] is largest. */
export interface Witness {
  /** t */
  readonly threshold: number;
  /** −log2 π(F ≥ t) */
  readonly bits: number;
  /** E_π[U] */
  readonly priorMean: number;
  /** E[U | F ≥ t] */
  readonly mean: number;
  /** Indices of genotypes with F ≥ t that add most to that mean, at most 4. */
  readonly genotypes: readonly number[];
}

export interface EnumeratedCertificate {
  readonly verdict: 'certified' | 'refuted';
  /** What is left of the margin: δ − the largest rise. Negative where refuted. */
  readonly margin: number;
  /** The largest E[U | F ≥ t] − E_π[U], never below 0, since the lowest t is all of π. */
  readonly rise: number;
  readonly witness: Witness;
  readonly monotone: Monotone;
  readonly levels: readonly Level[];
}

/**
 * Judges by all genotypes whether selection through F alone, whatever its history from π on, raises E[U] by more than δ
 * (Theorems 1 and 2, docs/theory.md). There is no error but rounding, which neither certifies nor refutes.
 *
 * @param margin δ ≥ 0, in the unit of U
 * @param tolerance see {@link levelsOf}
 */
export function certifyByEnumeration(law: EnumeratedLaw, margin: number, tolerance: number): EnumeratedCertificate {
  const levels = levelsOf(law, tolerance);
  const rounding = ROUNDING * law.trait.reduce((most, u) => Math.max(most, Math.abs(u)), 0);
  const priorMean = levels[0]!.meanAbove;
  const worst = levels.reduce((a, b) => (b.meanAbove > a.meanAbove ? b : a));
  const rise = worst.meanAbove - priorMean;
  return {
    verdict: rise <= margin + rounding ? 'certified' : 'refuted',
    margin: margin - rise,
    rise,
    witness: {
      threshold: worst.threshold,
      bits: -Math.log2(worst.probabilityAbove),
      priorMean,
      mean: worst.meanAbove,
      genotypes: examples(law, worst.threshold),
    },
    monotone: monotoneRise(levels, margin, rounding),
    levels,
  };
}

function examples({ probability, fitness, trait }: EnumeratedLaw, threshold: number): number[] {
  const weight = (g: number): number => probability[g]! * trait[g]!;
  return [...fitness.keys()]
    .filter((g) => fitness[g]! >= threshold && probability[g]! > 0)
    .sort((a, b) => weight(b) - weight(a) || a - b)
    .slice(0, EXAMPLES);
}
