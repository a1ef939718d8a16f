import type { RepeatState } from '../../../pressure/splitting/repeat.js';
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
  end: number,
): Prediction[] {
  if (evidence.kind === 'none') return [];
  const questions = questionsOf(context);
  if (evidence.kind === 'enumeration') return predictByEnumeration(evidence.enumerated, questions, end);
  const asked = questions.map(({ observable }) => observable);
  return predictByRepeats(
    repeats.map(({ levels }) => repeatShares(levels, asked)),
    questions,
    end,
  );
}
