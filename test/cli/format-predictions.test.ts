import { describe, expect, it } from 'vitest';
import { formatExcess, formatPredictions } from '../../src/cli/format-predictions.js';
import type { Certificate, Claim } from '../../src/run/pressure/certify/records.js';

const ABOUT = { context: 'all', demons: ['taker'] };
const prediction = (quantity: 'strength' | 'influence', channel = 'leak') => ({
  ...{ ...ABOUT, channel, quantity },
  start: { mean: 0.1, standardError: 0.01 },
  end: { mean: 0.8, standardError: 0.02 },
  rise: { mean: 0.7, standardError: 0.02 },
  says: 'amplified' as const,
});
const claim = (quantity: 'strength' | 'influence', verdict: Claim['verdict'], unintended = 'leak'): Claim => ({
  ...{ ...ABOUT, intended: 'through', unintended, quantity, verdict, margin: 0, bits: 17.5 },
  ...{ method: 'splitting', monotone: null, levels: [], levelCount: 0, most: 1 },
  witness:
    verdict === 'refuted' ? { threshold: 0.5, bits: 12, priorMean: 0.1, mean: 0.75, genotypes: ['aa', 'bb'] } : null,
  needed: verdict === 'undecided' ? 'more repeats' : null,
  assumptions: ['mutation: 1', 'finite populations'],
});
const of = (claims: Claim[], reason: string | null = null): Certificate => ({
  alpha: 0.05,
  allowed: 0.01,
  claims,
  reason,
});
const needed = { threshold: 0.5 } as Parameters<typeof formatPredictions>[0]['needed'];

describe('what is printed of predictions', () => {
  it('is a line for each quantity, why a verdict is what it is, and what the claims leave out', () => {
    const predictions = [prediction('strength'), prediction('influence')];
    const text = formatPredictions(
      { predictions, needed },
      of([claim('strength', 'refuted'), claim('influence', 'undecided')]),
    ).join('\n');
    expect(text).toMatch(
      /^leak \(demon taker\) +strength +0\.1000 ±0\.0100 +0\.8000 ±0\.0200 +0\.7000 ±0\.0200 +amplified +refuted$/m,
    );
    expect(text).toMatch(
      /^refuted +leak \(demon taker\), strength: at score ≥ 0\.5000 \(12\.0 bits\) the mean is 0\.7500/m,
    );
    expect(text).toMatch(/^undecided +leak \(demon taker\), influence: it takes more repeats$/m);
    expect(text).toMatch(/^safe +none: /m);
    expect(text).toMatch(/^not covered +mutation: 1\n +finite populations$/m);
  });

  it('calls a channel safe only where both of its quantities are', () => {
    const predictions = [prediction('strength'), prediction('influence'), prediction('strength', 'z')];
    const [a, b] = [claim('strength', 'certified'), claim('influence', 'certified')];
    const safe = (claims: Claim[]): string => formatPredictions({ predictions, needed }, of(claims)).join('\n');
    expect(safe([a, b, claim('strength', 'undecided', 'z')])).toMatch(/^safe +leak: /m);
    expect(safe([a, claim('influence', 'undecided'), claim('strength', 'certified', 'z')])).toMatch(/^safe +z: /m);
  });

  it('says where the evidence ends before the curve does', () => {
    const ending = (threshold: number): string => {
      const level = { threshold, bits: 17.5, mean: 0, ratio: 0, rise: 0, lower: 0, upper: 0, between: 0 };
      const claims = [{ ...claim('strength', 'certified'), levels: [level], levelCount: 1 }];
      return formatPredictions({ predictions: [prediction('strength')], needed }, of(claims)).join('\n');
    };
    expect(ending(0.4)).toMatch(
      /^evidence +splitting; reaches to 17\.5 bits of pressure, short of the end of the curve;/m,
    );
    expect(ending(0.5)).toMatch(/^evidence +splitting; reaches to 17\.5 bits of pressure;/m);
  });

  it('is the reason where there are no claims, and nothing where there is no run', () => {
    expect(formatPredictions({ predictions: [], needed }, of([], 'all is rewarded'))).toEqual([
      'claims           none: all is rewarded',
    ]);
    expect(formatExcess([])).toEqual([]);
  });

  it('says of an excess where the curve ended', () => {
    const row = {
      ...ABOUT,
      channel: 'leak',
      quantity: 'strength' as const,
      outcome: { mean: 0.9, standardError: 0.01 },
    };
    const expected = { mean: 0.8, standardError: 0.02 };
    const excess = { mean: 0.1, standardError: 0.03 };
    const text = formatExcess([{ ...row, expected, excess, beyond: true }]).join('\n');
    expect(text).toMatch(
      /^leak \(demon taker\) +strength +0\.9000 ±0\.0100 +0\.8000 ±0\.0200 \(its end\) +0\.1000 ±0\.0300$/m,
    );
    expect(text).toContain('its end: the population scores more');
  });
});
