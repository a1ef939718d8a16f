import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Table } from '../../src/base/table.js';
import type { Bundle } from '../../src/store/bundle/bundle.js';
import { tableDigest } from '../../src/store/digest.js';
import { sqlParquet, withDuckDB } from '../../src/store/duckdb.js';
import { tableFile } from '../../src/store/manifest.js';
import { packNames } from '../../src/store/pack/contents.js';
import { rowsByRun } from '../../src/store/pack/packed-tables.js';
import type { Point, Sweep } from '../../src/sweep/design/records.js';
import { layout } from '../../src/sweep/layout.js';
import { type Merged, mergeSweep } from '../../src/sweep/merge/merge-sweep.js';
import { freshFolder, manifestOf, tableOf } from '../store/fixtures.js';
import { bundleFor, finishPoints, syntheticDirectory, syntheticSweep } from './synthetic-sweep.js';

const folder = freshFolder();

/** Tables of point n: of n % 4 rows, every seventh with an integer beyond 32 bits. */
function tablesOf(n: number): Table[] {
  const rows = Array.from({ length: n % 4 }, (_, k) => k);
  return [
    tableOf('empty', ['k', 'integer', []]),
    tableOf(
      'levels',
      ['generation', 'integer', rows.map((k) => (n % 7 === 3 ? 2 ** 40 : 1) * (n + k))],
      ['mean', 'double', rows.map((k) => (k === 1 ? null : k === 2 ? -0 : (n + k) / 7))],
      ['label', 'text', rows.map((k) => (k === 0 ? null : `${n} "${k}"`))],
    ),
  ];
}

const curve = tableOf('curve', ['level', 'integer', [0, 1]], ['bits', 'double', [0, 1.5]]);
const template: Bundle = {
  id: '',
  directory: '',
  parts: [
    {
      ...{ part: null, tables: [], log: [{ time: 't', event: 'started', host: 'n1' }] },
      manifest: manifestOf([], {
        summary: { generation: 20, ended: 'generations', elapsedMs: 12.5, deep: { elapsedMs: 3 } },
      }),
    },
    { part: 'pressure', manifest: manifestOf([curve], { part: 'pressure', summary: null }), tables: [curve], log: [] },
  ],
  files: { 'pressure/summary.json': { needed: 3, elapsedMs: 40 }, 'pressure/certificate.json': { alpha: 0.05 } },
};
const bundlesOf = (points: readonly Point[], elapsedMs = 12.5): Bundle[] =>
  points.map((point) => {
    const bundle = bundleFor(point, template, tablesOf(Number(point.coordinates[0]) * 5 + point.replicate));
    const [run, ...others] = bundle.parts;
    const manifest = { ...run!.manifest, summary: { ...(run!.manifest.summary as object), elapsedMs } };
    return { ...bundle, parts: [{ ...run!, manifest }, ...others] };
  });

/** Merges with all points finished in groups, a merge after each. */
async function mergedIn(directory: string, sweep: Sweep, groups: readonly (readonly Point[])[], elapsedMs?: number) {
  syntheticDirectory(directory);
  const all: Merged[] = [];
  for (const points of groups) {
    finishPoints(directory, bundlesOf(points, elapsedMs));
    all.push(await mergeSweep(sweep, directory));
  }
  return all;
}

/** A digest of the rows, columns and types of every merged table. */
async function contentOf(directory: string): Promise<Record<string, string>> {
  const tables = layout.tables(directory);
  return withDuckDB(async (connection) => {
    const found: Record<string, string> = {};
    for (const name of readdirSync(tables).filter((other) => other.endsWith('.parquet'))) {
      const reader = await connection.runAndReadAll(`SELECT * FROM ${sqlParquet([join(tables, name)])}`);
      const columns = reader.columnNames().map((column, c) => `${column} ${reader.columnType(c)}`);
      const text = JSON.stringify([columns, reader.getRowsJson()], (_, v) => (Object.is(v, -0) ? '-0' : v));
      found[name] = createHash('sha256').update(text).digest('hex');
    }
    return found;
  });
}

const timesOf = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.includes('claims'))
    .map((file) => `${file} ${statSync(file).mtimeMs}`)
    .sort();

const doneFiles = (directory: string): string[] =>
  readdirSync(layout.dones(directory), { recursive: true }).filter((name) => String(name).endsWith('.gz')) as string[];

async function rowsOf(directory: string, sql: string): Promise<unknown[]> {
  return withDuckDB(async (connection) => {
    for (const name of readdirSync(layout.tables(directory)).filter((other) => other.endsWith('.parquet'))) {
      const source = sqlParquet([join(layout.tables(directory), name)]);
      await connection.run(`CREATE VIEW ${name.replace('.parquet', '')} AS SELECT * FROM ${source}`);
    }
    return (await connection.runAndReadAll(sql)).getRowsJson();
  });
}

describe('the merged tables of a sweep', () => {
  it('hold for every point exactly the rows of its own tables', async () => {
    const sweep = syntheticSweep(40);
    await mergedIn(folder(), sweep, [sweep.points]);
    let compared = 0;
    await withDuckDB(async (connection) => {
      for (const bundle of bundlesOf(sweep.points)) {
        const { index } = sweep.points.find(({ id }) => id === bundle.id)!;
        for (const { part, manifest } of bundle.parts) {
          for (const stored of manifest.tables) {
            const file = tableFile(layout.tables(folder()), part === null ? stored.name : `pressure_${stored.name}`);
            const rows = rowsByRun(connection, file, stored, 'point', `point = ${index}`);
            for await (const { table } of rows) {
              expect(tableDigest(table)).toBe(stored.digest);
              compared++;
            }
          }
        }
      }
    });
    // The rows of each point's curve, and of its levels where it has any.
    expect(compared).toBe(
      40 + bundlesOf(sweep.points).filter(({ parts }) => parts[0]!.tables[1]!.columns[0]!.length).length,
    );
  });

  it('are equal whatever was finished when, in which packs, and how long it took', async () => {
    const sweep = syntheticSweep(30);
    const [one, other] = [join(folder(), 'one'), join(folder(), 'other')];
    await mergedIn(one, sweep, [sweep.points]);
    const mixed = [...sweep.points].sort((a, b) => (a.id < b.id ? -1 : 1));
    const merges = await mergedIn(
      other,
      sweep,
      [mixed.slice(20), mixed.slice(3, 11), mixed.slice(0, 3), mixed.slice(11, 20)],
      99,
    );
    expect(merges.map(({ packed, finished }) => [packed, finished])).toEqual([
      [10, 10],
      [8, 18],
      [3, 21],
      [9, 30],
    ]);
    expect(packNames(layout.packs(one))).toHaveLength(1);
    expect(packNames(layout.packs(other))).toHaveLength(4);
    const [a, b] = [await contentOf(one), await contentOf(other)];
    expect(Object.keys(a)).toEqual(
      ['costs', 'empty', 'levels', 'pressure_curve', 'runs'].map((name) => `${name}.parquet`),
    );
    expect({ ...a, 'costs.parquet': '' }).toEqual({ ...b, 'costs.parquet': '' });
    expect(a['costs.parquet']).not.toBe(b['costs.parquet']);
    expect(doneFiles(other)).toEqual([]);
  });

  it('have coordinates by axis in front, in the order of the design, and integers as narrow as they can be', async () => {
    const sweep = syntheticSweep(8);
    await mergedIn(folder(), sweep, [sweep.points]);
    const columns = await rowsOf(folder(), `SELECT column_name, column_type FROM (DESCRIBE levels)`);
    expect(columns.map((row) => (row as string[]).join(' '))).toEqual([
      ...['point INTEGER', 'replicate INTEGER', 'size INTEGER', 'kind VARCHAR', 'run_name VARCHAR', 'run_seed VARCHAR'],
      ...['run_hash VARCHAR', 'generation INTEGER', 'mean DOUBLE', 'label VARCHAR'],
    ]);
    const found = await rowsOf(folder(), 'SELECT DISTINCT point, replicate, size, kind FROM runs ORDER BY ALL');
    expect(found).toEqual(sweep.points.map(({ index, replicate, coordinates }) => [index, replicate, ...coordinates]));
    const [runs, costs] = [
      await rowsOf(folder(), 'SELECT DISTINCT generation, ended, summary, pressure_summary, certificate FROM runs'),
      await rowsOf(
        folder(),
        'SELECT command, elapsed_ms, host, attempts, resumed, evaluator FROM costs WHERE point = 3',
      ),
    ];
    const summary = '{"generation":20,"ended":"generations","deep":{}}';
    expect(runs).toEqual([[20, 'generations', summary, '{"needed":3}', '{"alpha":0.05}']]);
    expect(costs).toEqual([
      ['run', 12.5, 'n1', 1, 0, 'bits on cpu'],
      ['pressure', 40, null, 1, 0, 'bits on cpu'],
    ]);
    const record = JSON.parse(readFileSync(join(layout.tables(folder()), 'tables.json'), 'utf8'));
    const levels = record.tables.find(({ name }: { name: string }) => name === 'levels');
    expect(levels.columns.at(-2)).toMatchObject({ name: 'mean', unit: '1', meaning: 'the mean' });
    const wide = syntheticSweep(60);
    await mergedIn(folder(), wide, [wide.points.slice(8)]);
    expect(await rowsOf(folder(), 'SELECT max(generation), typeof(max(generation)) FROM levels')).toEqual([
      [String(2 ** 40 * 67), 'BIGINT'],
    ]);
  });

  it('follow an extended design, and leave out what is no longer in it', async () => {
    const small = syntheticSweep(12);
    await mergedIn(folder(), small, [small.points]);
    const large = syntheticSweep(20);
    // Points stand elsewhere in the new design, and two are gone.
    const points = [...large.points]
      .reverse()
      .slice(0, 18)
      .map((point, index) => ({ ...point, index }));
    const extended = { ...large, points };
    const merged = await mergeSweep(extended, folder());
    expect(merged).toMatchObject({ packed: 0, written: true, finished: 10, points: 18 });
    expect(merged.notes).toEqual(['2 finished runs of earlier designs of this sweep left out; they stay stored']);
    const other = join(folder(), 'other');
    await mergedIn(other, extended, [points.slice(8)]);
    const [a, b] = [await contentOf(folder()), await contentOf(other)];
    expect({ ...a, 'costs.parquet': '' }).toEqual({ ...b, 'costs.parquet': '' });
    expect((await mergeSweep(small, folder())).finished).toBe(12);
  });
});

describe('a merge', () => {
  it('touches nothing where nothing has come', async () => {
    const sweep = syntheticSweep(6);
    await mergedIn(folder(), sweep, [sweep.points]);
    const before = timesOf(folder());
    const again = await mergeSweep(sweep, folder());
    expect(again).toMatchObject({ packed: 0, written: false, finished: 6 });
    expect(timesOf(folder())).toEqual(before);
  });

  it('of no finished run makes no tables but says so', async () => {
    syntheticDirectory(folder());
    expect(await mergeSweep(syntheticSweep(6), folder())).toMatchObject({
      finished: 0,
      points: 6,
      packed: 0,
      notes: [],
    });
  });

  it('goes on after one that was killed at any step, and drops what was published twice', async () => {
    const sweep = syntheticSweep(9);
    const whole = join(folder(), 'whole');
    await mergedIn(whole, sweep, [sweep.points]);
    const expected = await contentOf(whole);
    const directory = join(folder(), 'killed');
    await mergedIn(directory, sweep, [sweep.points.slice(0, 4)]);
    // A pack was published, but its files not removed; and another process came late with one more of the same.
    finishPoints(directory, bundlesOf(sweep.points));
    // A pack was half written, another half removed, tables half written, and half of them replaced.
    const packs = layout.packs(directory);
    mkdirSync(join(packs, 'pack_0.partial'));
    copyFileSync(join(packs, '000001', 'levels.parquet'), join(packs, 'pack_0.partial', 'levels.parquet'));
    mkdirSync(join(packs, '000009.removed'));
    const tables = layout.tables(directory);
    writeFileSync(join(tables, 'levels.parquet.0123.partial'), 'half');
    copyFileSync(tableFile(tables, 'runs'), tableFile(tables, 'levels'));
    writeFileSync(join(tables, 'tables.json'), '{"version":1,"ta');
    const merged = await mergeSweep(sweep, directory);
    expect(merged).toMatchObject({ packed: 5, written: true, finished: 9, notes: [] });
    expect(await contentOf(directory)).toEqual({ ...expected, 'costs.parquet': expect.anything() });
    expect(readdirSync(packs)).toEqual(['000001', '000002']);
    expect(readdirSync(tables).sort()).toEqual([...Object.keys(expected), 'tables.json'].sort());
    expect(doneFiles(directory)).toEqual([]);
  });

  it('counts a run once that two processes packed', async () => {
    const sweep = syntheticSweep(9);
    const [one, other] = [join(folder(), 'one'), join(folder(), 'other')];
    await mergedIn(one, sweep, [sweep.points.slice(0, 6)]);
    await mergedIn(other, sweep, [sweep.points.slice(4), sweep.points.slice(0, 2)]);
    for (const name of ['000001', '000002']) {
      renameSync(join(layout.packs(other), name), join(layout.packs(one), `00000${Number(name) + 1}`));
    }
    const merged = await mergeSweep(sweep, one);
    expect(merged).toMatchObject({ packed: 0, written: true, finished: 9 });
    expect(await rowsOf(one, 'SELECT count(*)::INTEGER, count(DISTINCT point)::INTEGER FROM runs')).toEqual([[9, 9]]);
    // The third had nothing of its own.
    expect(packNames(layout.packs(one))).toEqual(['000001', '000002']);
    await mergedIn(join(folder(), 'whole'), sweep, [sweep.points]);
    const [a, b] = [await contentOf(one), await contentOf(join(folder(), 'whole'))];
    expect({ ...a, 'costs.parquet': '' }).toEqual({ ...b, 'costs.parquet': '' });
  });

  it('names a file that is damaged, leaves it, and merges the others', async () => {
    const sweep = syntheticSweep(3);
    syntheticDirectory(folder());
    finishPoints(folder(), bundlesOf(sweep.points));
    const file = layout.done(folder(), sweep.points[1]!.id);
    writeFileSync(file, readFileSync(file).subarray(0, 200));
    const merged = await mergeSweep(sweep, folder());
    expect(merged).toMatchObject({ packed: 2, finished: 2 });
    expect(merged.notes).toHaveLength(1);
    expect(merged.notes[0]).toContain(`${file}: `);
    expect(existsSync(file)).toBe(true);
  });

  it('says which runs have other tables, made by another version', async () => {
    const sweep = syntheticSweep(4);
    syntheticDirectory(folder());
    const [first, second, third, fourth] = sweep.points as [Point, Point, Point, Point];
    const of = (point: Point, ...columns: Parameters<typeof tableOf>[1][]): Bundle =>
      bundleFor(point, template, [tableOf('levels', ...columns)]);
    finishPoints(folder(), [
      of(first, ['k', 'integer', [1]], ['x', 'double', [0.5]]),
      of(second, ['k', 'integer', [2]], ['y', 'text', ['a']]),
      of(third, ['k', 'double', [3.5]]),
      of(fourth, ['k', 'integer', [4]], ['x', 'double', [4.5]]),
    ]);
    const { notes } = await mergeSweep(sweep, folder());
    expect(notes).toHaveLength(2);
    expect(notes.join('\n')).toMatch(
      /table levels: 1 run made by another version \(packs\/\d+\); without x, null there; with y, null in the others/,
    );
    expect(notes.join('\n')).toMatch(
      /table levels: 1 run left out \(packs\/\d+\): column k is double there, integer in the others/,
    );
    expect(await rowsOf(folder(), 'SELECT point, k, x, y FROM levels')).toEqual([
      [0, 1, 0.5, null],
      [1, 2, null, 'a'],
      [3, 4, 4.5, null],
    ]);
    expect((await mergeSweep(sweep, folder())).notes).toEqual(notes);
  });
});
