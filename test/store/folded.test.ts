import { existsSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DeviceError } from '../../src/base/errors.js';
import { type Cell, emptyTable, type Table } from '../../src/base/table.js';
import { findManifest, readManifest } from '../../src/store/find-manifest.js';
import { findRuns } from '../../src/store/find-runs.js';
import { foldedFile, readFoldedTables, writeFolded } from '../../src/store/folded/folded.js';
import { MANIFEST, removeSpread, writeManifest } from '../../src/store/manifest.js';
import { queryTables } from '../../src/store/query.js';
import { readStoredTable } from '../../src/store/stored-tables.js';
import { verifyStored } from '../../src/store/verify-stored.js';
import { errorOf, freshFolder, manifestOf, readingOf, storeRun, tableOf, underLimit } from './fixtures.js';

const folder = freshFolder();
const everything = tableOf(
  'everything',
  ['small', 'integer', [0, -(2 ** 31), null, 2 ** 31 - 1]],
  ['large', 'integer', [2 ** 53 - 1, null, -(2 ** 53) + 1, 2 ** 31]],
  ['value', 'double', [-0, 5e-324, 1.7976931348623157e308, null]],
  ['label', 'text', ['', null, 'größer 😀 "\'\\', 'a\0b\n']],
);
const champions = tableOf('champions', ['genome', 'text', ['ff', '0a']]);
const empty = emptyTable(tableOf('slopes', ['kappa', 'double', []]).spec);
const all = [champions, everything, empty];

function fold(tables: readonly Table[], name = 'run'): string {
  const directory = join(folder(), name);
  mkdirSync(directory);
  writeFolded(directory, manifestOf(tables), tables);
  return directory;
}

const specs = (tables: readonly Table[]) => tables.map(({ spec }) => spec);

describe('a folded result', () => {
  it('gives back the manifest and all tables exactly, nulls, -0, subnormals and Unicode included', async () => {
    const directory = fold(all);
    expect(readManifest(directory)).toStrictEqual(manifestOf(all));
    expect(readFoldedTables(directory, specs(all))).toStrictEqual(all);
    // In any order, too, and one alone.
    expect(readFoldedTables(directory, [empty.spec, champions.spec])).toStrictEqual([empty, champions]);
    const stored = findManifest(directory)!.tables.find(({ name }) => name === 'everything')!;
    const { columns } = await readStoredTable(directory, stored);
    expect(columns).toStrictEqual(everything.columns);
    expect(Object.is(columns[2]![0], -0)).toBe(true);
    expect((await verifyStored(directory)).ok).toBe(true);
  });

  it('is JSON lines that any reader of gzip sees: the manifest first, an end that counts them last', () => {
    const lines = gunzipSync(readFileSync(foldedFile(fold(all))))
      .toString()
      .trimEnd()
      .split('\n');
    const parsed = lines.map((line) => JSON.parse(line));
    expect(parsed[0]).toStrictEqual(manifestOf(all));
    expect(parsed[1]).toStrictEqual({ table: 'champions', columns: champions.columns });
    expect(parsed.at(-1).end).toMatchObject({ lines: lines.length - 1, members: 1 });
  });

  it('gives back whatever its cells are', () => {
    const double = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }));
    const integer = fc.option(fc.maxSafeInteger().map((value) => value + 0));
    const text = fc.option(fc.string({ unit: 'binary' }));
    const rows = fc.array(fc.tuple(integer, double, text));
    const directory = fold([]);
    fc.assert(
      fc.property(rows, rows, (...two) => {
        const tables = two.map((of, t) => {
          const column = (c: number): Cell[] => of.map((row) => row[c]!);
          return tableOf(`t${t}`, ['i', 'integer', column(0)], ['d', 'double', column(1)], ['s', 'text', column(2)]);
        });
        writeFolded(directory, manifestOf(tables), tables);
        expect(readFoldedTables(directory, specs(tables))).toStrictEqual(tables);
      }),
      { seed: 2, numRuns: 25 },
    );
  });

  it('keeps tables of many rows and of long texts in order, over lines and blocks that they share', () => {
    const rows = 20_001;
    const numbers = tableOf(
      'numbers',
      ['row', 'integer', Array.from({ length: rows }, (_, i) => i)],
      ['value', 'double', Array.from({ length: rows }, (_, i) => (i % 7 === 0 ? -0 : Math.sqrt(i)))],
    );
    const texts = tableOf('texts', ['genome', 'text', Array.from({ length: 9 }, (_, i) => `${i}`.repeat(2 ** 20))]);
    const tables = [champions, numbers, texts, everything];
    const directory = fold(tables);
    expect(readFoldedTables(directory, specs(tables))).toStrictEqual(tables);
    const lines = gunzipSync(readFileSync(foldedFile(directory)))
      .toString()
      .trimEnd()
      .split('\n');
    expect(lines.filter((line) => line.startsWith('{"table":"numbers"'))).toHaveLength(3);
    // Four millions of characters to a line, about.
    expect(lines.filter((line) => line.startsWith('{"table":"texts"'))).toHaveLength(3);
    expect(JSON.parse(lines.at(-1)!).end.members).toBeGreaterThan(3);
  });

  it('is told to be damaged wherever one byte is another, and wherever it is cut short', () => {
    const directory = fold([champions, everything]);
    const file = foldedFile(directory);
    const whole = readFileSync(file);
    const read = (): unknown => [readManifest(directory), readFoldedTables(directory, specs([champions, everything]))];
    const written = read();
    let padding = 0;
    // Every byte of the header, and one in eleven of what is compressed.
    for (let at = 0; at < whole.length; at += at < 24 ? 1 : 11) {
      const other = Buffer.from(whole);
      other[at]! ^= 1 << (at % 8);
      writeFileSync(file, other);
      const found = readingOf(read);
      if ('error' in found) expect(found.error.message, `byte ${at}`).toContain(`${file}: damaged at byte `);
      else expect(found.held, `byte ${at}`).toStrictEqual(written);
      if ('held' in found) padding++;
    }
    // The bits that fill the last byte of each block hold nothing; times in the manifest decide whether one is met.
    expect(padding).toBeLessThan(4);
    for (let length = 0; length < whole.length; length += 13) {
      writeFileSync(file, whole.subarray(0, length));
      expect(read, `${length} bytes`).toThrow(DeviceError);
    }
    writeFileSync(file, whole);
    expect(read()).toBeDefined();
  });

  it('that lost whole blocks is told to be cut short', () => {
    const long = tableOf('texts', ['genome', 'text', Array.from({ length: 9 }, (_, i) => `${i}`.repeat(2 ** 20))]);
    const directory = fold([long, champions]);
    const file = foldedFile(directory);
    const whole = readFileSync(file);
    const lengths: number[] = [];
    for (let at = 0; at < whole.length; at += lengths.at(-1)!) lengths.push(whole.readUInt32LE(at + 16));
    expect(lengths.length).toBeGreaterThan(2);
    truncateSync(file, whole.length - lengths.at(-1)!);
    // What is at the head can be read; it is noticed as soon as tables are.
    expect(readManifest(directory).status).toBe('done');
    expect(() => readFoldedTables(directory, [long.spec])).toThrow(/does not say that it is the end: it is cut short/);
    const first = lengths[0]!;
    writeFileSync(file, Buffer.concat([whole.subarray(0, first), whole.subarray(first + lengths[1]!)]));
    expect(() => readFoldedTables(directory, [champions.spec])).toThrow(/blocks where there were .*: it is cut short/);
  });

  it('of other values than the manifest says is found by its digest', async () => {
    const directory = join(folder(), 'run');
    mkdirSync(directory);
    writeFolded(directory, manifestOf([champions]), [tableOf('champions', ['genome', 'text', ['ff', '0b']])]);
    expect((await verifyStored(directory)).firstDifference).toMatchObject({
      table: 'champions',
      reason: 'its values differ from those that the run wrote',
    });
    const numbers = tableOf('numbers', ['n', 'integer', [1]]);
    writeFolded(directory, manifestOf([numbers]), [tableOf('numbers', ['n', 'text', ['1']])]);
    const { reason } = (await verifyStored(directory)).firstDifference!;
    expect(reason).toContain('n in row 0 is 1; expected an integer');
  });

  it('is written whole or not at all', async (context) => {
    const directory = fold([champions]);
    const random = Array.from({ length: 20_000 }, (_, i) => Math.sin(i));
    const large = tableOf('numbers', ['value', 'double', random]);
    await underLimit(context, 'fsize', 50_000, async () => {
      const error = await errorOf(() => writeFolded(directory, manifestOf([large]), [large]));
      expect(error).toBeInstanceOf(DeviceError);
      expect(error.message).toContain(`cannot write ${foldedFile(directory)}`);
    });
    expect(readFoldedTables(directory, [champions.spec])).toStrictEqual([champions]);
  });

  it('goes before a manifest that was left beside it, which is removed with the Parquet files', async () => {
    const directory = await storeRun(folder(), [champions]);
    writeManifest(directory, manifestOf([], { status: 'running', digest: null }));
    writeFolded(directory, manifestOf([everything]), [everything]);
    expect(readManifest(directory).status).toBe('done');
    removeSpread(directory);
    expect(existsSync(join(directory, MANIFEST))).toBe(false);
    expect(existsSync(join(directory, 'champions.parquet'))).toBe(false);
    expect(readManifest(directory).status).toBe('done');
  });

  it('that is not of finished work is refused', () => {
    const directory = join(folder(), 'run');
    mkdirSync(directory);
    writeFolded(directory, manifestOf([], { status: 'running', digest: null }), []);
    expect(() => readManifest(directory)).toThrow('holds a result of status running; expected done');
  });
});

describe('a query over folded results', () => {
  const levels = (...means: (number | null)[]) =>
    tableOf('levels', ['generation', 'integer', means.map((_, i) => 10 * i)], ['mean', 'double', means]);

  it('of one run sees exactly its tables', async () => {
    const directory = fold([levels(0.25, null), champions]);
    const { columns, rows } = await queryTables(directory, 'SELECT * FROM levels ORDER BY generation DESC');
    expect(columns).toStrictEqual([
      { name: 'generation', type: 'INTEGER' },
      { name: 'mean', type: 'DOUBLE' },
    ]);
    expect(rows).toStrictEqual([
      [10, null],
      [0, 0.25],
    ]);
    const shown = await queryTables(directory, 'SELECT table_name FROM information_schema.tables ORDER BY 1');
    expect(shown.rows).toStrictEqual([['champions'], ['levels']]);
  });

  it('of several sees their union, with that of spread ones', async () => {
    await storeRun(folder(), [levels(0.5)], { seed: '3' });
    for (const seed of ['1', '2']) {
      const directory = await storeRun(folder(), [], { seed });
      rmSync(join(directory, MANIFEST));
      writeFolded(directory, manifestOf([levels(Number(seed))], { seed }), [levels(Number(seed))]);
    }
    expect(findRuns(folder()).runs.map(({ directory }) => dirname(directory))).toHaveLength(3);
    const { rows } = await queryTables(folder(), 'SELECT run_seed, generation, mean FROM levels ORDER BY run_seed');
    expect(rows).toStrictEqual([
      ['1', 0, 1],
      ['2', 0, 2],
      ['3', 0, 0.5],
    ]);
  });
});
