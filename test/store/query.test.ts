import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DeviceError, UserError } from '../../src/base/errors.js';
import { queryTables } from '../../src/store/query.js';
import { errorOf, freshFolder, HASH, manifestOf, storeRun, tableOf } from './fixtures.js';

const folder = freshFolder();
const levels = (...means: (number | null)[]) =>
  tableOf('levels', ['generation', 'integer', means.map((_, i) => 10 * i)], ['mean', 'double', means]);
const champions = tableOf('champions', ['genome', 'text', ['ff', '0a']]);

describe('a query over one run', () => {
  it('sees exactly its tables, with exactly their columns', async () => {
    const run = await storeRun(folder(), [levels(0.25, null), champions]);
    expect(await queryTables(run, 'SELECT * FROM levels ORDER BY generation DESC')).toStrictEqual({
      columns: [
        { name: 'generation', type: 'INTEGER' },
        { name: 'mean', type: 'DOUBLE' },
      ],
      rows: [
        [10, null],
        [0, 0.25],
      ],
      skipped: [],
    });
    const shown = await queryTables(run, 'SELECT table_name FROM information_schema.tables ORDER BY 1');
    expect(shown.rows).toStrictEqual([['champions'], ['levels']]);
  });

  it('answers in values that JSON can carry', async () => {
    const run = await storeRun(folder(), [levels(1)]);
    const { rows } = await queryTables(
      run,
      `SELECT count(*), sum(generation), 9007199254740993::BIGINT, 170141183460469231731687303715884105727::HUGEINT,
         0.1, 1.2345678901234567890123::DECIMAL(30, 22), DATE '2026-01-02', [1::BIGINT, NULL], {a: 3::BIGINT, b: 'x'},
         'nan'::DOUBLE, '-inf'::DOUBLE, true, NULL, 'it''s' FROM levels`,
    );
    expect(rows).toStrictEqual([
      [
        1,
        0,
        '9007199254740993',
        '170141183460469231731687303715884105727',
        0.1,
        '1.2345678901234567890123',
        '2026-01-02',
        [1, null],
        { a: 3, b: 'x' },
        'NaN',
        '-Infinity',
        true,
        null,
        "it's",
      ],
    ]);
    expect(JSON.parse(JSON.stringify(rows))).toStrictEqual(rows);
  });

  it('without tables yet is told to finish it', async () => {
    const run = await storeRun(folder(), [], { status: 'running', digest: null });
    const error = await errorOf(() => queryTables(run, 'SELECT 1'));
    expect(error).toBeInstanceOf(UserError);
    expect(error.message).toContain(`${run}: holds no tables yet (status running)`);
  });
});

describe('a query over several runs', () => {
  it('sees the union of their tables with each row’s run in front', async () => {
    const other = 'f'.repeat(64);
    await storeRun(folder(), [levels(0.5)], { seed: '2' });
    await storeRun(folder(), [levels(0.25, 0.75), champions], { seed: '1' });
    await storeRun(folder(), [levels(1)], { name: 'wire', seed: "it's", hash: other });
    const { columns, rows, skipped } = await queryTables(
      folder(),
      'SELECT * FROM levels ORDER BY run_name, run_seed, generation',
    );
    expect(columns.map(({ name }) => name)).toStrictEqual(['run_name', 'run_seed', 'run_hash', 'generation', 'mean']);
    expect(rows).toStrictEqual([
      ['line', '1', HASH, 0, 0.25],
      ['line', '1', HASH, 10, 0.75],
      ['line', '2', HASH, 0, 0.5],
      ['wire', "it's", other, 0, 1],
    ]);
    expect(skipped).toStrictEqual([]);
    const some = await queryTables(join(folder(), 'line'), 'SELECT run_seed, genome FROM champions ORDER BY genome');
    expect(some.rows).toStrictEqual([
      ['1', '0a'],
      ['1', 'ff'],
    ]);
  });

  it('has the same columns when only one run is there', async () => {
    await storeRun(folder(), [levels(0.5)]);
    const { rows } = await queryTables(folder(), 'SELECT * FROM levels');
    expect(rows).toStrictEqual([['line', '7', HASH, 0, 0.5]]);
  });

  it('joins tables that differ in columns and integer widths by name', async () => {
    await storeRun(folder(), [tableOf('t', ['a', 'integer', [1]], ['b', 'double', [0.5]])], { seed: '1' });
    await storeRun(folder(), [tableOf('t', ['b', 'double', [1.5]], ['a', 'integer', [2 ** 40]])], { seed: '2' });
    await storeRun(folder(), [tableOf('t', ['a', 'integer', [3]], ['c', 'text', ['x']])], { seed: '3' });
    const { rows } = await queryTables(folder(), 'SELECT a, b, c FROM t ORDER BY run_seed');
    expect(rows).toStrictEqual([
      [1, 0.5, null],
      [2 ** 40, 1.5, null],
      [3, null, 'x'],
    ]);
  });

  it('skips, and names, runs without tables, tables without files and unreadable manifests', async () => {
    await storeRun(folder(), [levels(0.5)], { seed: '1' });
    const running = await storeRun(folder(), [], { seed: '2', status: 'running', digest: null });
    const bare = await storeRun(folder(), [levels(1), champions], { seed: '3' });
    rmSync(join(bare, 'champions.parquet'));
    const broken = join(folder(), 'broken');
    mkdirSync(broken);
    writeFileSync(join(broken, 'manifest.json'), '{');
    const { rows, skipped } = await queryTables(folder(), 'SELECT count(*) FROM levels');
    expect(rows).toStrictEqual([[2]]);
    expect(skipped).toHaveLength(3);
    expect(skipped[0]).toContain(`${join(broken, 'manifest.json')}: not JSON`);
    expect(skipped[1]).toBe(`${running}: holds no tables yet (status running)`);
    expect(skipped[2]).toContain(`${join(bare, 'champions.parquet')}: missing`);
  });

  it('does not look into sweeps, and says how they are asked', async () => {
    await storeRun(folder(), [levels(0.5)], { seed: '1' });
    const sweep = join(folder(), 'length');
    await storeRun(sweep, [levels(0.5)], { seed: '2' });
    writeFileSync(join(sweep, 'sweep.json'), '{}');
    const { rows, skipped } = await queryTables(folder(), 'SELECT run_seed FROM levels');
    expect(rows).toStrictEqual([['1']]);
    expect(skipped).toStrictEqual([`${sweep}: a sweep; ask it by itself: scarce query ${sweep} …`]);
  });

  it('works below folders with quotes, wildcards and key=value names, and does not follow links', async () => {
    const odd = join(folder(), `it's [a] *?{x} "q"`, 'mean=3');
    await storeRun(odd, [levels(0.5)]);
    symlinkSync(odd, join(folder(), 'again'));
    const { rows } = await queryTables(folder(), 'SELECT * FROM levels');
    expect(rows).toStrictEqual([['line', '7', HASH, 0, 0.5]]);
  });
});

describe('a query that cannot be answered', () => {
  it('gives DuckDB’s message and the tables that there are', async () => {
    const run = await storeRun(folder(), [levels(0.5), champions]);
    for (const [sql, message] of [
      ['SELEC 1', /syntax error at or near "SELEC"[\s\S]*tables here: champions, levels/],
      ['SELECT * FROM chanels', /Table with name chanels does not exist/],
      ['SELECT nothing FROM levels', /"nothing" not found/],
      [' ', /the query is empty; expected one SQL statement/],
      ['SELECT 1; SELECT 2', /holds 2 statements; expected one/],
    ] as const) {
      const error = await errorOf(() => queryTables(run, sql));
      expect(error).toBeInstanceOf(UserError);
      expect(error.message).toMatch(message);
    }
  });

  it('says what was looked for where no run is, or no folder', async () => {
    const none = await errorOf(() => queryTables(folder(), 'SELECT 1'));
    expect(none).toBeInstanceOf(UserError);
    expect(none.message).toContain(`${folder()}: no run; looked for folders with a manifest.json`);
    const absent = await errorOf(() => queryTables(join(folder(), 'absent'), 'SELECT 1'));
    expect(absent).toBeInstanceOf(UserError);
    expect(absent.message).toContain('absent: no such folder');
  });

  it('names the table whose file is damaged', async () => {
    const run = await storeRun(folder(), [levels(0.5)]);
    writeFileSync(join(run, 'levels.parquet'), 'damaged beyond recognition');
    const error = await errorOf(() => queryTables(run, 'SELECT 1'));
    expect(error).toBeInstanceOf(DeviceError);
    expect(error.message).toMatch(/cannot read table levels: .*levels\.parquet/);
  });

  it('never fetches an extension', async () => {
    const run = await storeRun(folder(), [levels(0.5)]);
    const error = await errorOf(() => queryTables(run, "SELECT * FROM 'https://example.invalid/t.parquet'"));
    expect(error).toBeInstanceOf(UserError);
    expect(error.message).toContain('httpfs');
    const settings = await queryTables(
      run,
      `SELECT current_setting('autoinstall_known_extensions'), current_setting('autoload_known_extensions')`,
    );
    expect(settings.rows).toStrictEqual([[false, false]]);
  });
});

it('finds runs that were stored under the manifest’s own name and seed', async () => {
  const run = await storeRun(folder(), [levels(0.5)], { seed: '../up' });
  expect(run.startsWith(join(folder(), manifestOf([]).name))).toBe(true);
  const { rows } = await queryTables(folder(), 'SELECT DISTINCT run_seed FROM levels');
  expect(rows).toStrictEqual([['../up']]);
});
