import { FITNESS } from '../../scenario/fitness.js';
import type { OverIslands } from '../results/over-islands.js';
import type { Summary } from '../results/summary.js';
import type { Estimated } from './certify/predictions.js';
import type { Excess } from './records.js';
import type { PressureSummary } from './summary.js';

type Curve = Pick<PressureSummary, 'on' | 'context' | 'curve' | 'followed' | 'predictions'>;

/**
 * The excess of a run over the pressure curve, for every unintended channel, context and quantity: positive where it became
 * more than what selection for the score brings along from the prior.
 */
export function excessOf(curve: Curve, run: Summary): Excess[] {
  const score = scoreOf(curve, run);
  return curve.predictions.flatMap(({ channel, demons, context, quantity }): Excess[] => {
    const followed = curve.followed.findIndex((row) => row.channel === channel && row.context === context);
    const found = run.channels.find((row) => row.channel === channel && row.context === context);
    const outcome = quantity === 'strength' ? found?.last : found?.influence;
    const at = expectedAt(curve, followed, quantity, score.mean);
    if (outcome === undefined || outcome === null || at === null) return [];
    const errors = [outcome.standardError, at.standardError, at.slope * (score.standardError ?? 0)];
    return [
      {
        ...{ channel, demons, context, quantity, outcome, beyond: at.beyond },
        expected: { mean: at.mean, standardError: at.standardError },
        excess: {
          mean: outcome.mean - at.mean,
          standardError: outcome.standardError === null ? null : Math.hypot(...errors.map((error) => error ?? 0)),
        },
      },
    ];
  });
}

/** The mean of what the curve's score is in the last generation. */
function scoreOf({ on, context }: Curve, run: Summary): OverIslands {
  if (on === null) return run.fitness.last;
  const paid = run.channels.filter((row) => row.channel === on && (context === null || row.context === context));
  const weightOf = (row: (typeof paid)[number]): number => (context === null ? row.weight : 1);
  const sum = (value: (row: (typeof paid)[number]) => number): number =>
    paid.reduce((total, row) => total + weightOf(row) * value(row), 0);
  return {
    mean: sum(({ rewarded }) => rewarded!.mean),
    // Contexts of one population vary together: their errors are added up.
    standardError: run.islands < 2 ? null : sum(({ rewarded }) => rewarded!.standardError!),
  };
}

/** Where the curve's own mean score is `score`: a straight line between the two points around it. */
function expectedAt(
  { curve, followed }: Curve,
  row: number,
  quantity: 'strength' | 'influence',
  score: number,
): (Estimated & { readonly slope: number; readonly beyond: boolean }) | null {
  const scoreRow = followed.findIndex(({ channel }) => channel === FITNESS);
  const points = curve.flatMap((point) => {
    const x = point.means[scoreRow] ?? null;
    const of = quantity === 'strength' ? point : { means: point.influences, meanErrors: point.influenceErrors };
    const y = of.means[row] ?? null;
    return x === null || y === null ? [] : [{ x, y, error: of.meanErrors[row] ?? null }];
  });
  const last = points.at(-1);
  if (last === undefined) return null;
  const above = points.findIndex(({ x }) => x >= score);
  if (above <= 0) {
    const end = above === -1 ? last : points[0]!;
    return { mean: end.y, standardError: end.error, slope: 0, beyond: above === -1 };
  }
  const [a, b] = [points[above - 1]!, points[above]!];
  const slope = (b.y - a.y) / (b.x - a.x);
  const share = (score - a.x) / (b.x - a.x);
  return {
    mean: a.y + slope * (score - a.x),
    // Repeats make both points: their errors go together.
    standardError: a.error === null || b.error === null ? null : a.error + share * (b.error - a.error),
    ...{ slope, beyond: false },
  };
}
