import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatSummary } from '../../src/cli/format-summary.js';
import { drawBlueprint } from '../../src/run/engine.js';
import type { RunOutcome } from '../../src/run/outcome.js';
import { type MatchPair, matchSummaries } from '../../src/run/results/match-summary.js';
import { loadScenario } from '../../src/scenario/load.js';
import { queryTables } from '../../src/store/query.js';
import { runText, temporaryFolder } from './scenario-text.js';

const folder = temporaryFolder();
const read = (name: string): string => readFileSync(`scenarios/${name}.yaml`, 'utf8');
const small = (generations: number): string[] => [
  'population={size: 60, islands: 4}',
  'measure={samples: 1024, every: 100}',
  `stop.generations=${generations}`,
];

/** Read by several tests, changed by none. */
const matching = runText(read('37-abstraction-match'), folder, { overrides: small(40), evaluator: 'wasm' });

describe('the match of a run', () => {
  it('holds the matrix table against the exact information of the environment table', async () => {
    const { directory, summary } = await matching;
    const [match] = summary!.correspondence.match;
    expect(match!.pairs.length).toBe(30);
    const { rows } = await queryTables(
      directory,
      `SELECT m.source, m.sink, m.generation, m.bits, m.influence FROM matrix m ORDER BY ALL`,
    );
    const { rows: pairs } = await queryTables(directory, 'SELECT first, second, bits FROM environment');
    const outside = new Map(
      (pairs as [string, string, number][]).flatMap(([a, b, bits]): [string, number][] => [
        [`${a} ${b}`, bits],
        [`${b} ${a}`, bits],
      ]),
    );
    for (const pair of match!.pairs) {
      expect(pair.variable).not.toBe(pair.target);
      // Two ways to the same law: rounding, and the grid of 2^-40 bits.
      expect(pair.outside).toBeCloseTo(outside.get(`${pair.variable} ${pair.target}`)!, 11);
      const of = rows.filter(([source, sink]) => source === pair.source && sink === pair.sink);
      expect(of.map(([, , , bits, influence]) => [bits, influence])).toEqual([
        [pair.first.strength, pair.first.influence],
        [pair.last.strength, pair.last.influence],
      ]);
    }
    expect(match!.informative).toBe(match!.pairs.filter((pair) => pair.outside > 0.1).length);
  });

  it('is none at first and forms under selection, not without', async () => {
    const readingsOf = ({ summary }: RunOutcome) =>
      summary!.correspondence.match[0]!.readings.map(({ reading, generation, match }) => [
        `${reading} ${generation}`,
        'reason' in match ? match.reason : match,
      ]);
    const selected = Object.fromEntries(readingsOf(await matching));
    // By how much is the scenario's: 0.87 to 0.90 at full size, 0.41 to 0.59 by influence.
    expect(selected['strength 40']).toMatchObject({ pValue: 0.001 });
    expect(selected['strength 40'].correlation).toBeGreaterThan(0.7);
    expect(selected['influence 40'].correlation).toBeGreaterThan(selected['influence 0'].correlation);
    expect(Math.abs(selected['strength 0'].correlation)).toBeLessThan(0.4);
    const neutral = await runText(read('37-abstraction-match'), folder, {
      overrides: [...small(40), 'selection={scheme: none}'],
      evaluator: 'wasm',
    });
    // Three standard deviations of the null of 30 pairs, 0.19.
    expect(Object.fromEntries(readingsOf(neutral))['strength 40'].correlation).toBeLessThan(0.57);
    const none = await runText(read('37-abstraction-match-null'), folder, { overrides: small(3), evaluator: 'wasm' });
    expect(readingsOf(none).map(([, found]) => found)).toEqual(Array(4).fill('all pairs share equally much outside'));
    expect(formatSummary(none)).toContain('rank correlation not defined: all pairs share equally much outside');
  });

  it('is printed with its null and beside what is shared outside', async () => {
    const outcome = await matching;
    const text = formatSummary(outcome);
    const { match, detection } = outcome.summary!.correspondence.match[0]!.readings[1]!;
    if ('reason' in match) throw new Error(match.reason);
    const { correlation, shuffled, pValue } = match;
    const figures = [
      correlation.toFixed(2),
      `${shuffled.mean.toFixed(2).replace('-0.00', '0.00')} ± ${shuffled.standardDeviation.toFixed(2)}`,
      pValue.toFixed(3),
      String(detection!.open),
      detection!.precision!.toFixed(2),
      detection!.recall!.toFixed(2),
    ];
    expect(text).toMatch(new RegExp(`strength at end +${figures.join(' +').replaceAll('.', '\\.')}`));
    const pair = outcome.summary!.correspondence.match[0]!.pairs.find(
      ({ source, sink }) => source === 'A' && sink === 'H',
    )!;
    expect(text).toContain(`${pair.last.strength.toFixed(3)} ${pair.outside.toFixed(3)}`);
    expect(text).toMatch(/^ +G s\.35 +H s\.37 +I s\.43 /m);
  });
});

/** Three sources, two of them two bits wide, and what a context does to what they share. */
const WIDE = `
name: wide
seed: 5
lattice:
  map: |
    A A . B
    # # . B
    C C . D
    E # . F
  neighbours: west3
environment:
  x: {fair: 2}
  v: {copy: x, flip: 0.1}
  s: {biased: 0.3}
  y: {copy: s, flip: 0.2}
contexts: {held: {set: {s: 1}}, loose: {}}
ports:
  A: {write: x}
  C: {write: v}
  E: {write: y}
  B: {read: true, target: v}
  D: {read: true, target: x.1}
  F: {read: true, target: s}
channels: {through: {from: A, to: B, reward: 1}}
population: {size: 6, islands: 1}
measure: {samples: 256}
stop: {generations: 0}
`;

describe('what ports share outside', () => {
  const h = (p: number): number => -p * Math.log2(p) - (1 - p) * Math.log2(1 - p);

  it('is exact for ports of several sites, and in each context', async () => {
    const { summary } = await runText(WIDE, folder);
    const [held, loose] = summary!.correspondence.match;
    const found = (pairs: readonly MatchPair[]) =>
      Object.fromEntries(pairs.map((pair) => [`${pair.source}${pair.sink}`, pair.outside]));
    const copies = 1 - h(0.1);
    // A shares an element with D's target, C writes B's target: no pairs. s and y: P(y) = 0.3 · 0.8 + 0.7 · 0.2.
    const expected = { AB: 2 * copies, AF: 0, CD: copies, CF: 0, EB: 0, ED: 0, EF: h(0.38) - h(0.2) };
    expect(Object.keys(found(loose!.pairs))).toEqual(Object.keys(expected));
    for (const [pair, bits] of Object.entries(expected)) expect(found(loose!.pairs)[pair]).toBeCloseTo(bits, 11);
    // Where s is held nothing tells of it, and it is no target.
    expect(Object.keys(found(held!.pairs))).toEqual(['AB', 'CD', 'EB', 'ED']);
    expect([held!.context, held!.pairs[0]!.variable, held!.pairs[0]!.target]).toEqual(['held', 'x', 'v']);
    expect(formatSummary(await runText(WIDE, folder))).toMatch(/^match in held/m);
  });

  it('is matched perfectly by an inside that equals it, and an influence out of reach has no match', () => {
    const blueprint = drawBlueprint(loadScenario({ text: WIDE, file: 'wide.yaml' }).scenario);
    const shared: Record<string, number> = { AB: 1.06, CD: 0.53, EF: 0.24 };
    const inside = (_: string, source: string, sink: string) => ({
      strength: shared[source + sink] ?? 0,
      influence: null,
    });
    const ends = { generation: 0, first: inside, last: inside, samples: null };
    const [, loose] = matchSummaries(blueprint, ends);
    const [strength, influence] = loose!.readings;
    expect(strength!.match).toMatchObject({ correlation: 1 });
    expect(strength!.detection).toEqual({ open: 3, informative: 3, both: 3, precision: 1, recall: 1 });
    expect(influence!.match).toEqual({ reason: 'influence is out of the reach of the exact evaluator' });
    expect(influence!.detection).toBeNull();
    expect(loose!.pairs.map(({ openAbove }) => openAbove)).toEqual(loose!.pairs.map(() => 0.1));
    // 128 samples: nine degrees of freedom between two symbols of four values, three where one is a bit, so 27.88 and
    // 16.27 (p = 0.001) over 2 · 128 · ln 2.
    const [, counted] = matchSummaries(blueprint, { ...ends, samples: 128 });
    const above = Object.fromEntries(counted!.pairs.map(({ source, sink, openAbove }) => [source + sink, openAbove]));
    expect(above.AB).toBeCloseTo(27.877 / (256 * Math.LN2), 5);
    expect(above.EB).toBe(0.1);
    expect(counted!.readings[0]!.detection).toMatchObject({ open: 3 });
  });
});

describe('the redundancy of a run', () => {
  it('counts copies outside and ports that carry them inside, at generation 0 and at the end', async () => {
    const outcome = await runText(read('38-redundancy'), folder, { overrides: small(40), evaluator: 'wasm' });
    const rows = outcome.summary!.correspondence.redundancy;
    const of = (name: string) => rows.find(({ variable }) => variable === name)!;
    expect(rows.length).toBe(9);
    expect(of('z')).toMatchObject({ written: ['Z'], sharing: ['z1', 'z2', 'z3', 'z4'] });
    expect(of('y')).toMatchObject({ written: ['Y'], sharing: ['y1', 'y2'] });
    expect(of('w')).toMatchObject({ written: ['G'], sharing: [] });
    // Rewarded for the copy that each cannot reach: what it can find there is z.
    expect(of('z').last).toEqual(expect.arrayContaining(['H', 'I', 'J', 'K']));
    expect(formatSummary(outcome)).toMatch(/^redundancy +variable +written at +shared outside by +carried at 0 by/m);
    expect(formatSummary(outcome)).toMatch(/^ +z +Z +4: z1 z2 z3 z4 +\d/m);
  });

  it('is not there where nothing is common', async () => {
    const outcome = await runText(read('38-redundancy-null'), folder, { overrides: small(3), evaluator: 'wasm' });
    const rows = outcome.summary!.correspondence.redundancy;
    expect(rows.map(({ sharing }) => sharing.length)).toEqual(rows.map(() => 0));
    expect(rows.find(({ variable }) => variable === 'z')!.first).toEqual([]);
    expect(rows.find(({ variable }) => variable === 'z')!.last).toEqual([]);
  });
});
