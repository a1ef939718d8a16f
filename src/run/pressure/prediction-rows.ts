import { InvariantError } from '../../base/errors.js';
import type { Scenario } from '../../scenario/scenario.js';
import type { RunOutcome } from '../outcome.js';
import type { Estimated, Prediction } from './certify/predictions.js';
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
   * Whether the outcome lies on the side of the prior's mean that was predicted for the score asked for; null where nothing
   * was predicted beyond two standard errors, or nothing is selected in the run.
   */
  readonly agrees: boolean | null;
}

/**
 * Lays the predictions of a finished curve beside the outcomes of a finished run of the same scenario and seed.
 *
 * @param name what the rows are to call it
 */
export function predictionRows(
  name: string,
  scenario: Scenario,
  curve: PressureOutcome,
  run: RunOutcome,
): PredictionRow[] {
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
        ...{ scenario: name, seed: run.seed },
        ...prediction,
        ...{ outcome, expected, excess, beyond, verdict: certificate.claims[p]!.verdict },
        agrees: selects(scenario) ? agrees(prediction, outcome) : null,
      },
    ];
  });
}

function agrees({ says, start }: Pick<Prediction, 'says' | 'start'>, outcome: Estimated): boolean | null {
  if (says === 'no change beyond error' || start === null) return null;
  return says === 'amplified' ? outcome.mean > start.mean : outcome.mean < start.mean;
}

/** Whether selection acts at any time of a run: a prediction is about what it does. */
function selects({ selection, phases }: Scenario): boolean {
  return [selection, ...phases.map((phase) => phase.selection)].some(
    (given) => given !== null && given.scheme !== 'none',
  );
}
