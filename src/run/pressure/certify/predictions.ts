import { mean, standardError } from '../../../base/statistics.js';
import { finiteOrNull } from '../../../base/table.js';
import { type Level, levelsOf } from '../../../coupling/certificate/levels.js';
import { pooledRise } from '../../../coupling/certificate/pooled-rise.js';
import { type Enumerated, lawOf, SAME_SCORE } from './by-enumeration.js';
import type { Question } from './claims.js';
import type { RepeatShares } from './shares.js';

/** A figure with its standard error, which is 0 where it is exact and null where it is not known. */
export interface Estimated {
  readonly mean: number;
  readonly standardError: number | null;
}

/** What selection for the score will do to an unintended channel in a context, before any population was evolved. */
export interface Prediction {
  readonly channel: string;
  /** Labels of demons whose payload it is. */
  readonly demons: readonly string[];
  readonly context: string;
  readonly quantity: 'strength' | 'influence';
  /** E_π[U]; null where it is out of the reach of exact laws. */
  readonly start: Estimated | null;
  /** E[U | score ≥ t] at the end of the curve; null where nobody was found there. */
  readonly end: Estimated | null;
  /** The difference, its error with the covariance of both. */
  readonly rise: Estimated | null;
  /** A rise beyond two standard errors, a fall beyond two, or neither. */
  readonly says: 'amplified' | 'reduced' | 'no change beyond error';
}

/** Beyond so many standard errors a prediction says anything. */
const ERRORS = 2;
/** Exact figures closer than this are one. */
const ROUNDING = 1e-12;

function says(rise: Estimated | null): Prediction['says'] {
  const error = rise?.standardError ?? Number.POSITIVE_INFINITY;
  const room = rise === null ? 0 : Math.max(ERRORS * error, ROUNDING);
  if (rise === null || Math.abs(rise.mean) <= room) return 'no change beyond error';
  return rise.mean > 0 ? 'amplified' : 'reduced';
}

/** By repeats of a splitting, at the score `end`. */
export function predictByRepeats(
  repeats: readonly RepeatShares[],
  questions: readonly Question[],
  end: number,
): Prediction[] {
  const first = repeats.map((repeat) => repeat.at(0));
  const last = repeats.map((repeat) => repeat.at(end));
  return questions.map(({ unintended: channel, demons, context, quantity }, q) => {
    const priorMeans = first.map(({ means }) => means[q]!);
    const start = { mean: mean(priorMeans), standardError: finiteOrNull(standardError(priorMeans)) };
    const reached = last.filter(({ probability }) => probability > 0).length;
    const probability = last.map((share) => share.probability);
    const means = last.map((share) => share.means[q]!);
    const none = reached === 0 || Number.isNaN(start.mean);
    const ended = pooledRise(
      probability,
      means,
      priorMeans.map(() => 0),
    );
    const risen = pooledRise(probability, means, priorMeans);
    const estimated = (found: typeof risen): Estimated | null =>
      none ? null : { mean: found.value, standardError: finiteOrNull(found.standardError) };
    return {
      ...{ channel, demons, context, quantity },
      start: Number.isNaN(start.mean) ? null : start,
      end: estimated(ended),
      rise: estimated(risen),
      says: says(estimated(risen)),
    };
  });
}

/** Where a prediction ends. */
export interface End {
  readonly threshold: number;
  /**
   * −log2 of its probability under π where the threshold is itself a sampled score, beside which the exact ones lie: the
   * exact score whose bits are nearest is meant then. Null where it was asked for, or scores are exact.
   */
  readonly bits: number | null;
}

/** By all genotypes, exactly. */
export function predictByEnumeration(enumerated: Enumerated, questions: readonly Question[], end: End): Prediction[] {
  return questions.map((question) => {
    const levels = levelsOf(lawOf(enumerated, question), SAME_SCORE);
    const exact = (value: number): Estimated => ({ mean: value, standardError: 0 });
    const start = levels[0]!.meanAbove;
    const above = levelAt(levels, end);
    const rise = above === undefined || Number.isNaN(start) ? null : exact(above.meanAbove - start);
    return {
      ...{ channel: question.unintended, demons: question.demons },
      ...{ context: question.context, quantity: question.quantity },
      start: Number.isNaN(start) ? null : exact(start),
      end: above === undefined ? null : exact(above.meanAbove),
      ...{ rise, says: says(rise) },
    };
  });
}

function levelAt(levels: readonly Level[], { threshold, bits }: End): Level | undefined {
  if (bits === null) return levels.find((level) => level.threshold > threshold - SAME_SCORE);
  const distance = ({ probabilityAbove }: Level): number => Math.abs(-Math.log2(probabilityAbove) - bits);
  return levels.reduce((near, level) => (distance(level) < distance(near) ? level : near));
}
