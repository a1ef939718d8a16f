import type { RepeatState } from '../../../pressure/splitting/repeat.js';
import { pressureOf } from '../../../scenario/pressure.js';
import { isExact } from '../../../simulate/evaluators.js';
import type { PressureSummary } from '../summary.js';
import type { PressureContext } from '../task.js';
import { questionsOf } from './claims.js';
import type { Evidence } from './evidence.js';
import { type Prediction, predictByEnumeration, predictByRepeats } from './predictions.js';
import { repeatShares } from './shares.js';

/** Predictions at the end of the curve: by all genotypes where their laws are known, by the curve's own repeats otherwise. */
export function predict(
  context: PressureContext,
  evidence: Evidence,
  repeats: readonly RepeatState[],
  needed: PressureSummary['needed'],
): Prediction[] {
  if (evidence.kind === 'none') return [];
  const questions = questionsOf(context);
  const { status, threshold, bits } = needed;
  if (evidence.kind === 'enumeration') {
    const isAsked = pressureOf(context.scenario).until.kind === 'strength' && status === 'reached';
    const end = { threshold, bits: isAsked || isExact(context.evaluator) ? null : bits };
    return predictByEnumeration(evidence.enumerated, questions, end);
  }
  const asked = questions.map(({ observable }) => observable);
  return predictByRepeats(
    repeats.map(({ levels }) => repeatShares(levels, asked)),
    questions,
    threshold,
  );
}
