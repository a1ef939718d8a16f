import type { PredictionRow } from '../run/pressure/prediction-rows.js';
import { markdownLine } from './format-markdown.js';
import { withError } from './format-with-error.js';

const HEAD = [
  ...['scenario', 'not rewarded', 'quantity', 'prior', 'at the end of the curve', 'became'],
  ...['curve expects', 'excess', 'never above', 'sign'],
];

/** Predictions beside outcomes as a table in Markdown. */
export function formatPredictionRows(rows: readonly PredictionRow[]): string {
  return [HEAD, HEAD.map(() => '---'), ...rows.map(cellsOf)].map(markdownLine).join('');
}

function cellsOf(row: PredictionRow, place: number, all: readonly PredictionRow[]): string[] {
  const { scenario, channel, demons, context, quantity, start, end, outcome, expected, excess, verdict } = row;
  const figure = (value: { mean: number; standardError: number | null } | null): string =>
    value === null ? '-' : withError(value, 3).replace('±', '± ');
  const inContext = all.some((other) => other.scenario === scenario && other.context !== context);
  return [
    all[place - 1]?.scenario === scenario ? '' : scenario,
    `${channel}${demons.length === 0 ? '' : ` (${demons.join(', ')})`}${inContext ? ` in ${context}` : ''}`,
    ...[quantity, figure(start), figure(end), figure(outcome)],
    `${figure(expected)}${row.beyond ? ' (its end)' : ''}`,
    ...[figure(excess), verdict],
    row.agrees === null ? '' : row.agrees ? 'right' : '**wrong**',
  ];
}
