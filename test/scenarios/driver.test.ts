import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Summary } from '../../src/run/results/summary.js';
import { runText, temporaryFolder } from '../run/scenario-text.js';

const folder = temporaryFolder();

async function payloadOf(file: string, overrides: string[]) {
  const text = readFileSync(join('scenarios', file), 'utf8');
  const { summary } = await runText(text, folder, {
    overrides: ['measure.every=1000', 'measure.prior=20', ...overrides],
    evaluator: 'wasm',
  });
  const { channels, demons } = summary as Summary;
  const [leak, through] = ['leak', 'through'].map((name) => channels.find(({ channel }) => channel === name)!);
  return { leak: leak!, through: through!, demons };
}

describe('36-driver at a small size', () => {
  const SMALL = ['population={size: 100, islands: 16}', 'measure.samples=512', 'stop.generations=40'];

  it('grows with selection off, booked under transmission, and does not where the bias is fair', async () => {
    const { leak, demons } = await payloadOf('36-driver-unselected.yaml', SMALL);
    const { change, selection, transmission } = leak.ledger;
    expect(selection).toEqual({ mean: 0, standardError: 0 });
    // 0.3 to 0.4 bits; five standard errors over islands.
    expect(change.mean).toBeGreaterThan(5 * change.standardError!);
    expect(transmission.mean).toBeGreaterThan(5 * transmission.standardError!);
    expect(change.mean).toBeGreaterThan(0.2);
    expect(demons.map(({ strength, presence }) => [strength.largest, presence.largest])).toEqual([
      ['transmission', 'transmission'],
    ]);
    const fair = await payloadOf('36-driver-null.yaml', SMALL);
    // Four standard errors, which 16 islands know to a fifth.
    expect(Math.abs(fair.leak.ledger.change.mean)).toBeLessThan(4 * fair.leak.ledger.change.standardError!);
    expect(Math.abs(fair.leak.ledger.change.mean)).toBeLessThan(change.mean / 10);
  });

  it('grows beside an intended channel, each by a term of its own', async () => {
    const { leak, through, demons } = await payloadOf('36-driver.yaml', SMALL);
    expect(demons[0]!.strength.largest).toBe('transmission');
    expect(leak.ledger.transmission.mean).toBeGreaterThan(5 * leak.ledger.transmission.standardError!);
    expect(leak.ledger.transmission.mean).toBeGreaterThan(3 * Math.abs(leak.ledger.selection.mean));
    expect(through.ledger.selection.mean).toBeGreaterThan(5 * through.ledger.selection.standardError!);
    expect(through.last.mean).toBeGreaterThan(0.5);
  });
});

describe('36-driver-copying at a small size', () => {
  it('grows under transmission, and not without copying', async () => {
    const small = ['population={size: 400, islands: 16}', 'measure.samples=256', 'stop.generations=25'];
    const { leak } = await payloadOf('36-driver-copying.yaml', small);
    const still = await payloadOf('36-driver-copying-null.yaml', small);
    const { transmission } = leak.ledger;
    expect(leak.ledger.selection.mean).toBe(0);
    expect(transmission.mean).toBeGreaterThan(4 * transmission.standardError!);
    expect(still.leak.ledger.transmission.mean).toBeLessThan(transmission.mean / 4);
  });
});
