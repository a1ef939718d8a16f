import { describe, expect, it } from 'vitest';
import { formatPredictionRows } from '../../../src/cli/format-prediction-rows.js';
import type { Prediction } from '../../../src/run/pressure/certify/predictions.js';
import { predictionRows } from '../../../src/run/pressure/prediction-rows.js';
import type { Scenario } from '../../../src/scenario/scenario.js';

type Curve = Parameters<typeof predictionRows>[2];
type Run = Parameters<typeof predictionRows>[3];
type Rules = Pick<Scenario, 'selection' | 'phases'>;
const SELECTED: Rules = { selection: { scheme: 'proportional' }, phases: [] };

const over = (mean: number) => ({ mean, standardError: 0.01 });
const about = { channel: 'leak', demons: ['taker'], context: 'all', quantity: 'strength' } as const;
const prediction = (says: Prediction['says'], quantity: Prediction['quantity'] = 'strength'): Prediction => ({
  ...{ ...about, quantity, says },
  ...{ start: over(0.2), end: over(0.6), rise: over(0.4) },
});

function rowsFor(predictions: Prediction[], became: number, rules: Rules = SELECTED) {
  const point = (score: number, u: number): unknown => ({
    ...{ means: [score, u], meanErrors: [0, 0], influences: [null, u], influenceErrors: [null, 0] },
  });
  const summary = {
    ...{ on: null, context: null, predictions, curve: [point(0, 0.2), point(1, 0.6)] },
    followed: [
      { channel: 'fitness', context: 'all' },
      { channel: 'leak', context: 'all' },
    ],
  };
  const claims = predictions.map((_, p) => ({ verdict: p === 0 ? 'undecided' : 'certified' }));
  const leak = { channel: 'leak', context: 'all', first: over(0.1), last: over(became), influence: over(became) };
  const run = { islands: 4, fitness: { last: over(0.5) }, channels: [leak] };
  return predictionRows(
    'test',
    rules as Scenario,
    { summary, certificate: { claims } } as unknown as Curve,
    { name: 'test', seed: '7', summary: run } as unknown as Run,
  );
}

describe('predictions beside outcomes', () => {
  it('agree where the outcome lies on the predicted side of the prior, and say nothing where nothing was predicted', () => {
    const agree = (says: Prediction['says'], became: number): boolean | null =>
      rowsFor([prediction(says)], became)[0]!.agrees;
    expect(agree('amplified', 0.3)).toBe(true);
    expect(agree('amplified', 0.1)).toBe(false);
    expect(agree('reduced', 0.1)).toBe(true);
    expect(agree('reduced', 0.3)).toBe(false);
    expect(agree('no change beyond error', 0.9)).toBeNull();
    expect(rowsFor([{ ...prediction('amplified'), start: null }], 0.3)[0]!.agrees).toBeNull();
  });

  it('are not put to the test where nothing is selected, unless a phase selects', () => {
    const none: Rules = { selection: { scheme: 'none' }, phases: [] };
    expect(rowsFor([prediction('amplified')], 0.3, none)[0]!.agrees).toBeNull();
    const phase = { at: 1, selection: { scheme: 'proportional' }, variation: null } as const;
    expect(rowsFor([prediction('amplified')], 0.3, { ...none, phases: [phase] })[0]!.agrees).toBe(true);
  });

  it('are a table with a line for each, the scenario named once', () => {
    const rows = [...rowsFor([prediction('amplified')], 0.5), ...rowsFor([prediction('amplified', 'influence')], 0.1)];
    expect(rows[0]!.excess.mean).toBeCloseTo(0.1, 12);
    const both = rowsFor([prediction('amplified'), prediction('reduced', 'influence')], 0.5);
    expect(both.map(({ verdict }) => verdict)).toEqual(['undecided', 'certified']);
    const lines = formatPredictionRows(rows).trimEnd().split('\n');
    expect(lines.length).toBe(4);
    expect(lines[2]).toBe(
      '| test | leak (taker) | strength | 0.200 ± 0.010 | 0.600 ± 0.010 | 0.500 ± 0.010 | 0.400 ± 0.000 | 0.100 ± 0.011 | undecided | right |',
    );
    expect(lines[3]).toMatch(/^\| {2}\| leak \(taker\) \| influence .*\| \*\*wrong\*\* \|$/);
    for (const line of lines) expect(line.split('|').length).toBe(lines[0]!.split('|').length);
  });
});
