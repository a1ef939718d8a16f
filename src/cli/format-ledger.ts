import type { LedgerSummary } from '../run/results/ledger-summary.js';
import type { OverIslands } from '../run/results/over-islands.js';
import type { ChannelSummary } from '../run/results/summary.js';
import { withError } from './format-with-error.js';

/** Why a trait changed, in one line: `leak grew by 0.23 ±0.05 bits: 0.41 ±0.04 selected, …`. */
export function formatLedger(name: string, ledger: LedgerSummary): string {
  const { selection, drift, transmission, selectionAndTransmission, migration } = ledger;
  const terms = [
    `${withError(selection)} ${selection.mean < 0 ? 'selected against' : 'selected'}`,
    `${withError(transmission)} ${transmission.mean < 0 ? 'lost' : 'gained'} in transmission (both: ${withError(selectionAndTransmission)})`,
    `${withError(drift)} drift`,
    ...(migration === null ? [] : [`${withError(migration)} migration`]),
  ];
  return `${name} ${formatChange(ledger.change)}: ${terms.join(', ')}`;
}

function formatChange(change: OverIslands): string {
  const amount = withError({ ...change, mean: Math.abs(change.mean) });
  if (Number.parseFloat(amount) === 0) return 'stayed the same';
  return `${change.mean > 0 ? 'grew' : 'fell'} by ${amount} bits`;
}

/** What a channel was selected by, beside what chance gives to any trait. */
export function formatChannelBits(name: string, selection: ChannelSummary['selection']): string {
  const scatter = selection.scatter === null ? '' : `, islands scatter by ${selection.scatter.toFixed(1)}`;
  return `${name} ${withError(selection.bits, 1)} (chance level ${selection.chance.toFixed(1)}, up or down${scatter})`;
}
