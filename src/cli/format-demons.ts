import type { DemonSummary, Gain } from '../run/results/demon-summary.js';
import type { OverIslands } from '../run/results/over-islands.js';
import { withError } from './format-with-error.js';

/** What every demon gained and by what, two lines to a demon and context; none where there are no demons. */
export function formatDemons(demons: readonly DemonSummary[]): string[] {
  const hasContexts = new Set(demons.map(({ context }) => context)).size > 1;
  return demons.flatMap(({ demon, kind, payload, context, strength, presence }) => {
    const where = hasContexts ? ` in ${context}` : '';
    return [
      `${demon} (${kind})${where}: payload ${payload} ${formatGain(strength, ' bits', (value) => withError(value))}`,
      `${demon}${where}: present in ${formatGain(presence, ' of individuals', percent)}`,
    ];
  });
}

type Show = (value: OverIslands) => string;

function formatGain({ first, last, ledger, largest }: Gain, unit: string, show: Show): string {
  const terms = [
    `selection ${show(ledger.selection)}`,
    `transmission ${show(ledger.transmission)}`,
    `drift ${show(ledger.drift)}`,
    ...(ledger.migration === null ? [] : [`migration ${show(ledger.migration)}`]),
  ].join(', ');
  const { change } = ledger;
  const became =
    largest === null
      ? 'no change beyond its error'
      : `${change.mean > 0 ? 'gained' : 'lost'} ${show({ ...change, mean: Math.abs(change.mean) })}, most by ${largest}`;
  return `${show(first)}${unit} at 0, ${show(last)} at end: ${became} (${terms})`;
}

const percent: Show = ({ mean, standardError }) =>
  `${withError({ mean: 100 * mean, standardError: standardError === null ? null : 100 * standardError }, 1)} %`;
