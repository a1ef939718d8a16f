import { describe, expect, it } from 'vitest';
import { formatPredictionRows, MARKS, replaceBetweenMarks } from '../../../src/cli/format-prediction-rows.js';
import type { Prediction } from '../../../src/run/pressure/certify/predictions.js';
import { predictionRows } from '../../../src/run/pressure/prediction-rows.js';

type Curve = Parameters<typeof predictionRows>[1];
type Run = Parameters<typeof predictionRows>[2];

const over = (mean: number) => ({ mean, standardError: 0.01 });
const about = { channel: 'leak', demons: ['taker'], context: 'all', quantity: 'strength' } as const;
const prediction = (says: Prediction['says'], quantity: Prediction['quantity'] = 'strength'): Prediction => ({
  ...{ ...about, quantity, says },
  ...{ start: over(0.2), end: over(0.6), rise: over(0.4) },
});

function rowsFor(predictions: Prediction[], became: number, score = 0.5) {
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
  const claims = predictions.map(() => ({ verdict: 'undecided' }));
  const leak = { channel: 'leak', context: 'all', first: over(0.1), last: over(became), influence: over(became) };
  const run = { islands: 4, fitness: { last: over(score) }, channels: [leak] };
  return predictionRows(
    'test',
    { summary, certificate: { claims } } as unknown as Curve,
    { name: 'test', seed: '7', summary: run } as unknown as Run,
  );
}

describe('predictions beside outcomes', () => {
  it('agree where the outcome lies on the side of the prior that the curve expects at the score reached', () => {
    // At a score of 0.5 the curve expects 0.4, of a prior of 0.2; at 0.02 it expects 0.208, within two errors of the prior's.
    const agree = (became: number, score = 0.5): boolean | null =>
      rowsFor([prediction('no change beyond error')], became, score)[0]!.agrees;
    expect(agree(0.3)).toBe(true);
    expect(agree(0.1)).toBe(false);
    expect(agree(0.9, 0.02)).toBeNull();
    expect(rowsFor([{ ...prediction('amplified'), start: null }], 0.3)[0]!.agrees).toBeNull();
  });

  it('are a table with a line for each, the scenario named once', () => {
    const rows = [...rowsFor([prediction('amplified')], 0.5), ...rowsFor([prediction('amplified', 'influence')], 0.1)];
    expect(rows[0]!.excess.mean).toBeCloseTo(0.1, 12);
    const lines = formatPredictionRows(rows).trimEnd().split('\n');
    expect(lines.length).toBe(4);
    expect(lines[2]).toBe(
      '| test | leak (taker) | strength | 0.200 ± 0.010 | 0.600 ± 0.010 | 0.500 ± 0.010 | 0.400 ± 0.000 | 0.100 ± 0.011 | undecided | right |',
    );
    expect(lines[3]).toMatch(/^\| {2}\| leak \(taker\) \| influence .*\| \*\*wrong\*\* \|$/);
    for (const line of lines) expect(line.split('|').length).toBe(lines[0]!.split('|').length);
  });

  it('go between the marks of a document, and nowhere else', () => {
    const [begin, end] = MARKS;
    const document = `before\n${begin}\nold\n${end}\nafter\n`;
    const replaced = replaceBetweenMarks(document, 'new\n')!;
    expect(replaced).toBe(`before\n${begin}\n\nnew\n\n${end}\nafter\n`);
    expect(replaceBetweenMarks(replaced, 'new\n')).toBe(replaced);
    expect(replaceBetweenMarks('no marks', 'new')).toBeNull();
    expect(replaceBetweenMarks(`${end} ${begin}`, 'new')).toBeNull();
  });
});
