import { InvariantError } from '../../base/errors.js';
import type { RunOutcome } from '../outcome.js';
import { type Estimated, type Prediction, saysOf } from './certify/predictions.js';
import type { Claim } from './certify/records.js';
import { excessOf } from './excess.js';
import type { PressureOutcome } from './outcome.js';
import type { Excess } from './records.js';

/** An unintended channel as it was predicted before any population evolved, and what became of it. */
export interface PredictionRow
  extends Omit<Prediction, 'rise'>,
    Pick<Excess, 'outcome' | 'expected' | 'excess' | 'beyond'> {
  readonly scenario: string;
  readonly seed: string;
  readonly verdict: Claim['verdict'];
  /**
   * Whether the outcome lies on the side of the prior's mean that the curve expects at the score that was reached (at its
   * end, for a population beyond it); null where it expects nothing beyond two standard errors. A curve may turn: what it
   * says of a score that no population comes to is not put to the test.
   */
  readonly agrees: boolean | null;
}

/**
 * Lays the predictions of a finished curve beside the outcomes of a finished run of the same scenario and seed.
 *
 * @param scenario what the rows are to call it
 */
export function predictionRows(scenario: string, curve: PressureOutcome, run: RunOutcome): PredictionRow[] {
  const { summary, certificate } = curve;
  if (summary === null || certificate === null || run.summary === null) {
    throw new InvariantError('a curve or a run that is not finished was to be compared');
  }
  const outcomes = excessOf(summary, run.summary);
  return summary.predictions.flatMap(({ rise: _, ...prediction }, p): PredictionRow[] => {
    const { channel, context, quantity } = prediction;
    const isSame = (other: Excess): boolean =>
      other.channel === channel && other.context === context && other.quantity === quantity;
    const found = outcomes.find(isSame);
    if (found === undefined) return [];
    const { outcome, expected, excess, beyond } = found;
    return [
      {
        ...{ scenario, seed: run.seed },
        ...prediction,
        ...{ outcome, expected, excess, beyond, verdict: certificate.claims[p]!.verdict },
        agrees: agrees(prediction.start, expected, outcome),
      },
    ];
  });
}

function agrees(start: Estimated | null, expected: Estimated, outcome: Estimated): boolean | null {
  if (start === null) return null;
  const rise = expected.mean - start.mean;
  const says = saysOf({ mean: rise, standardError: Math.hypot(start.standardError ?? 0, expected.standardError ?? 0) });
  if (says === 'no change beyond error') return null;
  return says === 'amplified' ? outcome.mean > start.mean : outcome.mean < start.mean;
}
