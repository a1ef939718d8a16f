import { certifyByEnumeration } from '../../../coupling/certificate/enumerated.js';
import type { EnumeratedLaw, Level } from '../../../coupling/certificate/levels.js';
import type { Question } from './claims.js';
import { type Judged, unjudged } from './judged.js';
import type { ClaimLevel } from './records.js';
import { thin } from './thin.js';

/**
 * Exact scores closer than this are one: each information is a multiple of 2^-40, but a sum of several by their weights is
 * rounded in the order of its terms, and genotypes that score the same are not to be told apart by that.
 */
export const SAME_SCORE = 1e-11;

/** All genotypes with exact laws. */
export interface Enumerated {
  /** `[genotype]`, under π. */
  readonly probability: Float64Array;
  /** `[genotype][observable]`, the first one the score. */
  readonly observables: Float64Array;
  /** A genotype as text. */
  readonly hex: (genotype: number) => string;
}

/** The law of the score and one question over all genotypes. */
export function lawOf({ probability, observables }: Enumerated, { observable }: Question): EnumeratedLaw {
  const width = observables.length / probability.length;
  const column = (o: number): Float64Array => Float64Array.from(probability, (_, g) => observables[g * width + o]!);
  return { probability, fitness: column(0), trait: column(observable) };
}

/** Judges a question by all genotypes and exact laws: nothing is left open but an influence out of reach. */
export function judgeByEnumeration(enumerated: Enumerated, question: Question, allowed: number): Judged {
  const { unintended, quantity, context, most } = question;
  const about = { unintended, quantity, context, most, method: 'enumeration' as const };
  const law = lawOf(enumerated, question);
  if (law.trait.some(Number.isNaN)) {
    return unjudged(
      question,
      'enumeration',
      `the exact law of this ${quantity}, which is out of reach: --set pressure.evidence=splitting has an estimate`,
    );
  }
  const { verdict, margin, witness, monotone, levels } = certifyByEnumeration(law, allowed, SAME_SCORE);
  const shown = levels.map((level) => shownLevel(level, levels[0]!));
  const at = levels.findIndex(({ threshold }) => threshold === witness.threshold);
  return {
    ...{ ...about, verdict, margin, monotone },
    // Above the highest score there is nobody: the evidence covers every history.
    bits: -Math.log2(levels.at(-1)!.probabilityAbove),
    levels: thin(shown, at),
    levelCount: levels.length,
    witness:
      verdict === 'refuted'
        ? {
            threshold: witness.threshold,
            bits: witness.bits,
            priorMean: witness.priorMean,
            mean: witness.mean,
            genotypes: witness.genotypes.map(enumerated.hex),
          }
        : null,
    needed: null,
  };
}

function shownLevel({ threshold, probabilityAbove, meanAbove }: Level, first: Level): ClaimLevel {
  const rise = meanAbove - first.meanAbove;
  return {
    threshold,
    bits: -Math.log2(probabilityAbove),
    mean: meanAbove,
    ratio: first.meanAbove === 0 ? null : meanAbove / first.meanAbove,
    ...{ rise, lower: rise, upper: rise, between: rise },
  };
}
