import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Bundle } from '../../src/store/bundle/bundle.js';
import { tableDigest } from '../../src/store/digest.js';
import { withDuckDB } from '../../src/store/duckdb.js';
import { tableFile } from '../../src/store/manifest.js';
import { packNames } from '../../src/store/pack/contents.js';
import { rowsByRun } from '../../src/store/pack/packed-tables.js';
import { readFailure, recordFailure } from '../../src/sweep/claim/failures.js';
import type { Point } from '../../src/sweep/design/records.js';
import { layout } from '../../src/sweep/layout.js';
import { mergeSweep } from '../../src/sweep/merge/merge-sweep.js';
import { freshFolder, tableOf } from '../store/fixtures.js';
import { bundlesOf, contentOf, mergedIn, rowsOf, template } from './merged-sweeps.js';
import { bundleFor, finishPoints, syntheticDirectory, syntheticSweep } from './synthetic-sweep.js';

const folder = freshFolder();

const timesOf = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.includes('claims'))
    .map((file) => `${file} ${statSync(file).mtimeMs}`)
    .sort();

const doneFiles = (directory: string): string[] =>
  readdirSync(layout.dones(directory), { recursive: true }).filter((name) => String(name).endsWith('.gz')) as string[];

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
    const [whole] = await mergedIn(one, sweep, [sweep.points]);
    const mixed = [...sweep.points].sort((a, b) => (a.id < b.id ? -1 : 1));
    const merges = await mergedIn(other, sweep, [mixed.slice(13), mixed.slice(0, 13)], 99);
    expect(merges.map(({ packed, finished }) => [packed, finished])).toEqual([
      [17, 17],
      [13, 30],
    ]);
    expect(merges.map(({ digest }) => digest === whole!.digest)).toEqual([false, true]);
    expect(packNames(layout.packs(one))).toHaveLength(1);
    expect(packNames(layout.packs(other))).toHaveLength(2);
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
    const attempt = { command: 'run', kind: 'machine', error: 'no luck', host: 'n1', time: 't' } as const;
    recordFailure(folder(), sweep.points[3]!, attempt);
    await mergedIn(folder(), sweep, [sweep.points]);
    expect(readFailure(folder(), sweep.points[3]!.id)).toBeNull();
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
      ['run', 12.5, 'n1', 2, 0, 'bits on cpu'],
      ['pressure', 40, null, 2, 0, 'bits on cpu'],
    ]);
    const record = JSON.parse(readFileSync(join(layout.tables(folder()), 'tables.json'), 'utf8'));
    const levels = record.tables.find(({ name }: { name: string }) => name === 'levels');
    expect(levels.columns.at(-2)).toMatchObject({ name: 'mean', unit: '1', meaning: 'the mean' });
  });

  it('follow an extended design, and leave out what is no longer in it', async () => {
    const small = syntheticSweep(12);
    await mergedIn(folder(), small, [small.points]);
    const large = syntheticSweep(20);
    const typeOf = async (): Promise<unknown> =>
      (await rowsOf(folder(), 'SELECT DISTINCT typeof(generation) FROM levels'))[0];
    expect(await typeOf()).toEqual(['BIGINT']);
    // Points stand elsewhere in the new design, and two are gone: the only ones with integers beyond 32 bits.
    const points = [...large.points]
      .reverse()
      .filter(({ coordinates, replicate }) => coordinates[0] !== 2 || replicate !== 0)
      .map((point, index) => ({ ...point, index }));
    const extended = { ...large, points };
    const merged = await mergeSweep(extended, folder());
    expect(merged).toMatchObject({ packed: 0, written: true, finished: 10, points: 18 });
    expect(merged.notes).toEqual(['2 finished runs of earlier designs of this sweep left out; they stay stored']);
    const other = join(folder(), 'other');
    await mergedIn(other, extended, [points.filter(({ id }) => small.points.some((point) => point.id === id))]);
    const [a, b] = [await contentOf(folder()), await contentOf(other)];
    expect({ ...a, 'costs.parquet': '' }).toEqual({ ...b, 'costs.parquet': '' });
    expect(await typeOf()).toEqual(['INTEGER']);

    // Names of axes and labels of levels are no part of ids: the same runs, shown otherwise.
    const [, kind] = extended.axes;
    const renamed = { ...extended, axes: [{ name: 'extent', type: 'integer' } as const, kind!] };
    expect(await mergeSweep(renamed, folder())).toMatchObject({ packed: 0, written: true });
    const relabelled = points.map((point) => ({ ...point, coordinates: [point.coordinates[0]!, 'other'] }));
    expect(await mergeSweep({ ...renamed, points: relabelled }, folder())).toMatchObject({ packed: 0, written: true });
    expect(await rowsOf(folder(), 'SELECT count(extent), max(kind) FROM runs')).toEqual([['10', 'other']]);
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
    // No run of the design has such a table any more.
    writeFileSync(tableFile(tables, 'gone'), 'of an earlier design');
    const merged = await mergeSweep(sweep, directory);
    expect(merged).toMatchObject({ packed: 5, written: true, finished: 9, notes: [] });
    expect(await contentOf(directory)).toEqual({ ...expected, 'costs.parquet': expect.anything() });
    expect(readdirSync(packs)).toEqual(['000001', '000002']);
    expect(readdirSync(tables).sort()).toEqual([...Object.keys(expected), 'tables.json'].sort());
    expect(doneFiles(directory)).toEqual([]);
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
