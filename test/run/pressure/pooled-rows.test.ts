import { describe, expect, it } from 'vitest';
import { poolRepeats } from '../../../src/pressure/splitting/pool.js';
import type { LevelRecord, RepeatState } from '../../../src/pressure/splitting/repeat.js';
import { poolingGrid } from '../../../src/run/pressure/grid.js';
import { pressureRows } from '../../../src/run/pressure/rows.js';
import { summarisePressure } from '../../../src/run/pressure/summary.js';
import { loadScenario } from '../../../src/scenario/load.js';
import type { PressureSpec, Scenario } from '../../../src/scenario/scenario.js';
import { SMALL_SCENARIO } from '../scenario-text.js';

const NAMES = { contexts: ['all'], channels: ['a', 'z'], scoreContext: null };

/** Two particles; observables [score again, strength of a, of z, influence of a, of z] of each. */
function level(
  number: number,
  threshold: number,
  bits: number,
  scores: [number, number],
  observables: number[],
  inner = false,
): LevelRecord {
  return {
    ...{
      level: number,
      threshold,
      from: threshold,
      inner,
      bits,
      bitsError: bits / 10,
      fraction: 0.5,
      acceptance: 0.25,
      ancestors: 2,
    },
    ...{ trusted: true, scores: Float64Array.from(scores), observables: Float64Array.from(observables) },
  };
}

function repeat(number: number, ended: RepeatState['ended'], levels: LevelRecord[]): RepeatState {
  const last = levels.at(-1)!;
  return {
    ...{ repeat: number, level: last.level, threshold: last.threshold, bits: last.bits, ended, levels, samples: 1024 },
    ...{ genotypes: new Uint32Array(2), refined: new Float64Array(2), ancestor: Int32Array.of(0, 1) },
  };
}

const flat = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
const first = repeat(0, 'score', [
  level(0, 0, 0, [0, 0.2], [0.1, 0.5, 0.25, 0.75, 0.5, 0.3, 0.25, 0.75, 0.25, Number.NaN]),
  level(1, 0, 0.5, [0, 0.2], flat, true),
  level(2, 0.2, 1, [0.2, 0.4], [0.2, 1, 0, 0.5, 0.5, 0.6, 0.5, 0.5, 0.5, 0.5]),
  level(3, 0.3, 2, [0.3, 0.4], [0.3, 1, 0, 0.5, 0.5, 0.5, 1, 1, 0.5, 0.5]),
]);
const stuck = repeat(1, 'stuck', [
  level(0, 0, 0, [0.1, 0.25], [0.1, 0, 0, 0, 0, 0.3, 0, 0, 0, 0]),
  level(1, 0.25, 1, [0.25, 0.25], [0.2, 0, 0, 0, 0, 0.4, 0, 0, 0, 0]),
]);

const scenarioWith = (pressure: string): Scenario =>
  loadScenario({ text: SMALL_SCENARIO, file: 'f', overrides: [`pressure=${pressure}`] }).scenario;
const toStrength = scenarioWith('{until: {strength: 0.3}, repeats: 2}').pressure!;
const spec = (change: Partial<PressureSpec>): PressureSpec => ({ ...toStrength, ...change });

describe('the thresholds at which repeats are pooled', () => {
  it('are the levels of the first repeat that reached its end, and the one asked for', () => {
    expect(poolingGrid([stuck, first], toStrength)).toEqual([0, 0.2, 0.3]);
  });

  it('end, until so many bits, where all repeats that were not stuck have been', () => {
    const further = repeat(2, 'bits', [...first.levels, level(4, 0.35, 3, [0.35, 0.4], flat)]);
    const bits = spec({ until: { kind: 'bits', value: 2 } });
    expect(poolingGrid([further, { ...first, ended: 'bits' }, stuck], bits)).toEqual([0, 0.2, 0.3]);
    expect(poolingGrid([{ ...first, ended: 'bits' }, further, stuck], bits)).toEqual([0, 0.2, 0.3]);
  });

  it('hold the score that all have come to where all are stuck, and still the one asked for', () => {
    const alsoStuck: RepeatState = { ...first, ended: 'stuck' };
    expect(poolingGrid([stuck, alsoStuck], spec({ until: { kind: 'strength', value: 0.9 } }))).toEqual([
      0, 0.2, 0.25, 0.3, 0.9,
    ]);
  });

  it('fall from the largest score that any repeat began from where the direction is close', () => {
    const falling = repeat(0, 'score', [
      level(0, 0.7, 0, [0.1, 0.7], flat),
      level(1, 0.1, 1, [0, 0.1], flat),
      level(2, 0, 2, [0, 0], flat),
    ]);
    const other = repeat(1, 'score', [level(0, 0.8, 0, [0.8, 0.1], flat), level(1, 0, 1, [0, 0], flat)]);
    const close = spec({ direction: 'close', until: { kind: 'strength', value: 0 } });
    expect(poolingGrid([falling, other], close)).toEqual([0.8, 0.7, 0.1, 0]);
  });
});

describe('the rows of a pressure curve', () => {
  const repeats = [first, stuck];
  const pooled = poolRepeats(repeats, poolingGrid(repeats, toStrength), 'open');
  const tables = pressureRows(NAMES, repeats, pooled);
  const rowsOf = (name: 'curve' | 'pooled') => {
    const { spec: table, columns } = tables[name];
    return columns[0]!.map((_, r) =>
      Object.fromEntries(table.columns.map((column, c) => [column.name, columns[c]![r]!])),
    );
  };

  it('are one for each level outside plateaus and each channel, the score among them, with means and their scatter', () => {
    const rows = rowsOf('curve');
    expect(rows.map(({ repeat: r, level: l, channel }) => `${r} ${l} ${channel}`)).toEqual(
      ['0 0', '0 2', '0 3', '1 0', '1 1'].flatMap((place) => ['a', 'fitness', 'z'].map((name) => `${place} ${name}`)),
    );
    // Of two values x and y the standard error of the mean is |x − y| / 2.
    const { acceptance, ancestors, ...a } = rows[0]!;
    expect([acceptance, ancestors]).toEqual([0.25, 2]);
    expect(a).toEqual({
      ...{ repeat: 0, level: 0, threshold: 0, bits: 0, bits_se: 0, context: 'all', channel: 'a' },
      ...{ mean: 0.375, standard_error: 0.125, influence: 0.5, influence_error: 0.25 },
    });
    expect(rows[1]).toMatchObject({ channel: 'fitness', mean: 0.2, influence: null, influence_error: null });
    // An influence that is not defined for one particle is defined for none.
    expect(rows[2]).toMatchObject({ channel: 'z', mean: 0.5, standard_error: 0.25, influence: null });
    expect(rows[4]).toMatchObject({ level: 2, threshold: 0.2, bits: 1, bits_se: 0.1, channel: 'fitness', mean: 0.4 });
  });

  it('pool repeats by their probabilities, and know how many came there', () => {
    const rows = rowsOf('pooled');
    expect(rows.map(({ threshold, channel }) => `${threshold} ${channel}`)).toEqual(
      [0, 0.2, 0.3].flatMap((t) => ['a', 'fitness', 'z'].map((name) => `${t} ${name}`)),
    );
    // At 0.2: the first has 1/2, the second half of its particles of level 0, 1/2: together 1 bit.
    // The mean of a: 1/2 · 0.75 and 1/2 · 0, over 1. Its jackknife error: half of the difference of 0 and 0.75.
    expect(rows[3]).toMatchObject({ threshold: 0.2, bits: 1, bits_se: 0, mean: 0.375, reached: 2 });
    expect(rows[3]!.standard_error).toBeCloseTo(0.375, 12);
    // At 0.3 there is the first alone, with 1/4 of two: 3 bits, and no error.
    expect(rows[6]).toMatchObject({ threshold: 0.3, bits: 3, bits_se: null, mean: 1, reached: 1, trusted: 1 });
  });

  it('are summed up: what was needed, where repeats ended, and how far luck is ruled out', () => {
    const summary = summarisePressure(
      scenarioWith('{until: {strength: 0.3}, repeats: 2}'),
      NAMES,
      1024,
      repeats,
      pooled,
    );
    expect(summary.needed).toEqual({
      ...{ status: 'reached', threshold: 0.3, bits: 3, standardError: null, reached: 1, trusted: true },
      trustedBits: 1024 * 0.3 - 10,
      // One repeat ended at 2 bits, the other at 1.
      searchedBits: expect.closeTo(-Math.log2((1 / 4 + 1 / 2) / 2), 12),
    });
    expect(summary.repeats).toEqual([
      { repeat: 0, bits: 2, bitsError: 0.2, threshold: 0.3, levels: 3, ending: 'score', ancestors: 2 },
      { repeat: 1, bits: 1, bitsError: 0.1, threshold: 0.25, levels: 1, ending: 'stuck', ancestors: 2 },
    ]);
    const [a] = summary.followed;
    expect(a).toMatchObject({ channel: 'a', context: 'all', last: { mean: 1, standardError: null } });
    // Under π both repeats weigh the same.
    expect(a!.first!.mean).toBe(0.1875);
  });
});
