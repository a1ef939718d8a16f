import { LEAST_REPEATS } from '../../../base/least-repeats.js';
import { finiteOrNull } from '../../../base/table.js';
import { certifyBySplitting, type PooledLevel } from '../../../coupling/certificate/by-splitting.js';
import { chooseGrid, type PilotPoint } from '../../../coupling/certificate/choose-grid.js';
import type { RepeatedCurve } from '../../../coupling/certificate/repeats.js';
import type { Question } from './claims.js';
import { type Judged, unjudged } from './judged.js';
import type { ClaimLevel, Method } from './records.js';
import type { RepeatShares } from './shares.js';
import { thin } from './thin.js';

/** Independent repeats and a pilot that is left out of the evidence, each with the shares of all questions. */
export interface Repeated {
  /** Null where there are too few repeats to need one. */
  readonly pilot: RepeatShares | null;
  readonly repeats: readonly RepeatShares[];
  /** How far the claims go: up to this score, or to this many bits by the pilot. */
  readonly until: { readonly kind: 'bits' | 'strength'; readonly value: number };
  readonly method: Method;
  /** Genotypes with a score of at least `threshold` that have most of a question's quantity, as text. */
  readonly examples: (threshold: number, question: Question) => string[];
}

/** Judges all questions at once by repeats, at thresholds that the pilot chose; see certifyBySplitting. */
export function judgeByRepeats(
  { pilot, repeats, until, method, examples }: Repeated,
  questions: readonly Question[],
  { allowed, alpha }: { readonly allowed: number; readonly alpha: number },
): Judged[] {
  if (pilot === null || repeats.length < LEAST_REPEATS) {
    const needed = `pressure.repeats of at least ${LEAST_REPEATS}: their scatter is the error`;
    return questions.map((question) => unjudged(question, method, needed));
  }
  const asked = until.kind === 'strength' ? [until.value] : [];
  const candidates = pilot.candidates(asked).filter((point) => isWithin(point, until));
  const thresholds = chooseGrid(
    candidates,
    questions.map(({ most }) => ({ margin: allowed, most })),
  );
  const shares = repeats.map((repeat) => thresholds.map((t) => repeat.at(t)));
  return questions.map((question, q) => {
    const curve: RepeatedCurve = {
      thresholds,
      probability: shares.map((own) => own.map(({ probability }) => probability)),
      mean: shares.map((own) => own.map(({ means }) => means[q]!)),
      particles: thresholds.map((_, k) => shares.reduce((sum, own) => sum + own[k]!.particles, 0)),
      priorMean: shares.map((own) => own[0]!.means[q]!),
    };
    if (curve.priorMean.some(Number.isNaN)) {
      return unjudged(
        question,
        method,
        `the exact law of this ${question.quantity}, which is out of reach: a counting evaluator has an estimate`,
      );
    }
    const found = certifyBySplitting(curve, { margin: allowed, alpha, claims: questions.length, most: question.most });
    const witness = found.levels[found.witness]!;
    const { unintended, quantity, context, most } = question;
    return {
      // What U is at each single value of the score is not estimated.
      ...{ unintended, quantity, context, most, method, monotone: null },
      ...{ verdict: found.verdict, margin: found.margin, bits: found.bits },
      levels: thin(found.levels.map(shownLevel), found.witness),
      levelCount: found.levels.length,
      witness:
        found.verdict === 'refuted'
          ? {
              threshold: witness.threshold,
              bits: witness.bits,
              priorMean: found.levels[0]!.mean,
              mean: witness.mean,
              genotypes: examples(witness.threshold, question),
            }
          : null,
      needed: found.needed,
    };
  });
}

function isWithin({ threshold, probability }: PilotPoint, until: Repeated['until']): boolean {
  if (threshold === 0) return true;
  return probability > 0 && (until.kind === 'strength' ? threshold <= until.value : probability >= 2 ** -until.value);
}

function shownLevel({ threshold, bits, mean, ratio, rise, bound }: PooledLevel): ClaimLevel {
  return {
    threshold,
    ...{ bits: finiteOrNull(bits), mean: finiteOrNull(mean), ratio: finiteOrNull(ratio) },
    ...{ rise: finiteOrNull(rise.estimate), lower: rise.lower, upper: rise.upper, between: bound.upper },
  };
}
