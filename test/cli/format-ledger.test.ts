import { describe, expect, it } from 'vitest';
import { formatChannelBits, formatLedger } from '../../src/cli/format-ledger.js';
import { formatSummary } from '../../src/cli/format-summary.js';
import type { LedgerSummary } from '../../src/run/results/ledger-summary.js';
import { runText, SMALL_SCENARIO, temporaryFolder } from '../run/scenario-text.js';

const folder = temporaryFolder();
const value = (mean: number, standardError: number | null = 0.01) => ({ mean, standardError });

const LEDGER: LedgerSummary = {
  change: value(0.23, 0.05),
  selection: value(0.41),
  drift: value(-0.00001),
  transmission: value(-0.18, 0.03),
  selectionAndTransmission: value(0.23, 0.02),
  migration: null,
};

describe('the ledger of a trait, in words', () => {
  it('says what grew and why, with errors, and no sign of what rounds to nothing', () => {
    expect(formatLedger('leak', LEDGER)).toBe(
      'leak grew by 0.2300 ±0.0500 bits: 0.4100 ±0.0100 selected, -0.1800 ±0.0300 lost in transmission (both: 0.2300 ±0.0200), 0.0000 ±0.0100 drift',
    );
  });

  it('finds other words for other signs, and names migration where there is some', () => {
    const other = {
      ...{ change: value(-0.1, null), selection: value(-0.3, null), drift: value(0.02, null) },
      ...{ transmission: value(0.2, null), selectionAndTransmission: value(-0.1, null), migration: value(-0.02, null) },
    };
    expect(formatLedger('leak', other)).toBe(
      'leak fell by 0.1000 bits: -0.3000 selected against, 0.2000 gained in transmission (both: -0.1000), 0.0200 drift, -0.0200 migration',
    );
    expect(formatLedger('leak', { ...other, change: value(-0.00004) })).toMatch(/^leak stayed the same: /);
  });
});

describe('the summary of a run', () => {
  it('shows the ledger and the bits of every channel, and says what a fresh stimulus does', async () => {
    const outcome = await runText(SMALL_SCENARIO, folder);
    const text = formatSummary(outcome);
    for (const channel of outcome.summary!.channels) {
      expect(text).toContain(formatLedger(channel.channel, channel.ledger));
      expect(text).toContain(formatChannelBits(channel.channel, channel.selection));
      expect(channel.ledger.migration).not.toBeNull();
    }
    expect(text).toContain(formatLedger('fitness', outcome.summary!.fitness.ledger));
    expect(text).toContain('fresh stimulus');
    expect(text).not.toContain('BREACH');
    const { change, selection, drift, transmission, migration } = outcome.summary!.channels[0]!.ledger;
    // Sums of 23 steps over three islands.
    expect(selection.mean + drift.mean + transmission.mean + migration!.mean).toBeCloseTo(change.mean, 9);
    const { selectionAndTransmission } = outcome.summary!.channels[0]!.ledger;
    expect(selectionAndTransmission.mean).toBeCloseTo(selection.mean + transmission.mean, 9);
    const { channels, bitsJoint, bitsSpent } = outcome.summary!;
    expect(Math.abs(channels[1]!.selection.bits.mean)).toBeLessThanOrEqual(bitsJoint.mean);
    expect(bitsJoint.mean).toBeLessThanOrEqual(bitsSpent.mean);
  });

  it('does not speak of a fresh stimulus where it is fixed or nothing is selected', async () => {
    for (const override of ['measure.stimulus=fixed', 'selection={scheme: none}']) {
      const text = formatSummary(await runText(SMALL_SCENARIO, folder, { overrides: [override] }));
      expect(text).not.toContain('fresh stimulus');
    }
  });

  it('names breaches where there were some', async () => {
    const outcome = await runText(SMALL_SCENARIO, folder);
    const breached = { ...outcome, summary: { ...outcome.summary!, breaches: { identity: 3, order: 2 } } };
    expect(formatSummary(breached)).toMatch(/BREACH +3 times a change was not the sum of its terms/);
    expect(formatSummary(breached)).toMatch(/BREACH +2 times not bits of a channel/);
  });
});
