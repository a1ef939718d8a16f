import type { LedgerSummary } from '../run/ledger-summary.js';
import type { OverIslands } from '../run/over-islands.js';
import type { ChannelSummary } from '../run/summary.js';
import { withError } from './format-with-error.js';

/** Why a trait changed, in one line: `leak grew by 0.23 ±0.05 bits: 0.41 ±0.04 selected, …`. */
export function formatLedger(name: string, ledger: LedgerSummary): string {
  const { selection, drift, transmission, migration } = ledger;
  const terms = [
    `${withError(selection)} ${selection.mean < 0 ? 'selected against' : 'selected'}`,
    `${withError(transmission)} ${transmission.mean < 0 ? 'lost' : 'gained'} in transmission`,
    `${withError(drift)} drift`,
    ...(migration === null ? [] : [`${withError(migration)} migration`]),
  ];
  return `${name} ${formatChange(ledger.change)}: ${terms.join(', ')}`;
}

function formatChange(change: OverIslands): string {
  if (change.mean === 0) return 'stayed the same';
  const amount = withError({ ...change, mean: Math.abs(change.mean) });
  return `${change.mean > 0 ? 'grew' : 'fell'} by ${amount} bits`;
}

/** What a channel was selected by, beside what chance gives to any trait. */
export function formatChannelBits(name: string, selection: ChannelSummary['selection']): string {
  return `${name} ${withError(selection.bits, 1)} (chance level ${selection.chance.toFixed(1)}, up or down)`;
}
