import { existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DeviceError } from '../../src/base/errors.js';
import { type Cell, emptyTable } from '../../src/base/table.js';
import { tableDigest } from '../../src/store/digest.js';
import { withDuckDB } from '../../src/store/duckdb.js';
import { readParquet, writeParquet } from '../../src/store/parquet.js';
import { errorOf, freshFolder, onFileSystem, tableOf, underLimit } from './fixtures.js';

const folder = freshFolder();

const everything = tableOf(
  'everything',
  ['small', 'integer', [0, -(2 ** 31), null, 2 ** 31 - 1]],
  ['large', 'integer', [2 ** 53 - 1, null, -(2 ** 53) + 1, 2 ** 31]],
  ['value', 'double', [-0, 5e-324, 1.7976931348623157e308, null]],
  ['label', 'text', ['', null, 'größer 😀 "\'\\', 'a\0b\n']],
);

describe('a Parquet table', () => {
  it('returns exactly as written, nulls, -0, subnormals and Unicode included', async () => {
    const file = join(folder(), 'everything.parquet');
    await writeParquet(everything, file);
    const stored = await readParquet(file, everything.spec);
    expect(stored).toStrictEqual(everything);
    expect(Object.is(stored.columns[2]![0], -0)).toBe(true);
    expect(tableDigest(stored)).toBe(tableDigest(everything));
    expect(readdirSync(folder())).toStrictEqual(['everything.parquet']);
  });

  it('returns without rows, and with nothing but nulls', async () => {
    const file = join(folder(), 'table.parquet');
    const nulls = { ...everything, columns: everything.columns.map((): Cell[] => [null, null]) };
    for (const table of [emptyTable(everything.spec), nulls]) {
      await writeParquet(table, file);
      expect(await readParquet(file, table.spec)).toStrictEqual(table);
    }
  });

  it('returns whatever its cells are', async () => {
    const double = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }));
    // Stored integers have one zero.
    const integer = fc.option(fc.maxSafeInteger().map((value) => value + 0));
    const text = fc.option(fc.string({ unit: 'binary' }));
    const file = join(folder(), 'table.parquet');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(integer, double, text)), async (rows) => {
        const column = (c: number): Cell[] => rows.map((row) => row[c]!);
        const table = tableOf('t', ['i', 'integer', column(0)], ['d', 'double', column(1)], ['s', 'text', column(2)]);
        await writeParquet(table, file);
        expect(await readParquet(file, table.spec)).toStrictEqual(table);
      }),
      { seed: 2, numRuns: 20 },
    );
  });

  it('keeps 100,000 rows in order, across chunks and row groups', async () => {
    // An odd number of rows, so that the last chunk is a partial one.
    const rows = Array.from({ length: 100_001 }, (_, i) => i);
    const table = tableOf(
      'long',
      ['i', 'integer', rows],
      ['d', 'double', rows.map((i) => (i % 7 === 0 ? null : Math.sqrt(i)))],
      ['s', 'text', rows.map((i) => `row ${i % 1000}`)],
    );
    const file = join(folder(), 'long.parquet');
    await writeParquet(table, file);
    const stored = await readParquet(file, table.spec);
    expect(tableDigest(stored)).toBe(tableDigest(table));
  });

  it('opens in DuckDB by column name, integers as INTEGER or, if one needs it, BIGINT', async () => {
    const file = join(folder(), 'everything.parquet');
    await writeParquet(everything, file);
    const [types, codecs] = await withDuckDB(async (connection) => {
      const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM '${file}'`);
      const metadata = await connection.runAndReadAll(`SELECT DISTINCT compression FROM parquet_metadata('${file}')`);
      return [described.getRows().map((row) => row.slice(0, 2)), metadata.getRows()];
    });
    expect(types).toStrictEqual([
      ['small', 'INTEGER'],
      ['large', 'BIGINT'],
      ['value', 'DOUBLE'],
      ['label', 'VARCHAR'],
    ]);
    expect(codecs).toStrictEqual([['ZSTD']]);
  });

  it('may stand at a path full of quotes, wildcards and key=value folders', async () => {
    const odd = join(folder(), `it's [a] *?{x} "q"`, 'value=3');
    mkdirSync(odd, { recursive: true });
    const file = join(odd, 't.parquet');
    await writeParquet(everything, file);
    expect(await readParquet(file, everything.spec)).toStrictEqual(everything);
  });
});

describe('a Parquet file that is not as expected', () => {
  it('is named with its columns when they are not those of the table', async () => {
    const file = join(folder(), 't.parquet');
    await writeParquet(tableOf('t', ['a', 'integer', [1]], ['b', 'double', [2]]), file);
    const specs = [
      tableOf('t', ['a', 'integer', []]),
      tableOf('t', ['b', 'double', []], ['a', 'integer', []]),
      tableOf('t', ['a', 'integer', []], ['c', 'double', []]),
      tableOf('t', ['a', 'double', []], ['b', 'double', []]),
      tableOf('t', ['a', 'integer', []], ['b', 'double', []], ['c', 'text', []]),
    ].map((table) => table.spec);
    for (const spec of specs) {
      const error = await errorOf(() => readParquet(file, spec));
      expect(error).toBeInstanceOf(DeviceError);
      expect(error.message).toContain(`${file}: columns a INTEGER, b DOUBLE; expected those of table t: `);
    }
  });

  it('is named when it is absent, empty, cut short or something else', async () => {
    const file = join(folder(), 't.parquet');
    const read = async () => {
      const error = await errorOf(() => readParquet(file, everything.spec));
      expect(error).toBeInstanceOf(DeviceError);
      return error.message;
    };
    expect(await read()).toContain(`cannot read ${file}: it does not exist (ENOENT)`);
    for (const content of ['', 'PAR1', 'not Parquet at all, but longer']) {
      writeFileSync(file, content);
      expect(await read()).toContain(`cannot read ${file}: `);
    }
    await writeParquet(everything, file);
    truncateSync(file, readFileSync(file).length - 5);
    expect(await read()).toContain(`cannot read ${file}: `);
  });

  it('is named when it holds a number that is never written', async () => {
    const file = join(folder(), 't.parquet');
    for (const [sql, type] of [
      [`SELECT 'nan'::DOUBLE AS x`, 'double'],
      [`SELECT '-inf'::DOUBLE AS x`, 'double'],
      ['SELECT 9007199254740992::BIGINT AS x', 'integer'],
    ] as const) {
      await withDuckDB((connection) => connection.run(`COPY (${sql}) TO '${file}' (FORMAT parquet)`));
      const error = await errorOf(() => readParquet(file, tableOf('t', ['x', type, []]).spec));
      expect(error).toBeInstanceOf(DeviceError);
      expect(error.message).toMatch(/t\.parquet: the value (NaN|-Infinity|9007199254740992); expected finite numbers/);
    }
  });

  it('never passes for the table that was written, wherever a byte of it is changed', async () => {
    const file = join(folder(), 't.parquet');
    const table = tableOf('t', ['i', 'integer', [1, 2, null]], ['s', 'text', ['ab', 'cd', 'ef']]);
    await writeParquet(table, file);
    const intact = readFileSync(file);
    let refused = 0;
    for (let at = 0; at < intact.length; at += 7) {
      const bytes = Buffer.from(intact);
      bytes[at]! ^= 1 << (at % 8);
      writeFileSync(file, bytes);
      try {
        const stored = await readParquet(file, table.spec);
        // Not every byte of a Parquet file carries values (statistics, version of the writer).
        if (tableDigest(stored) === tableDigest(table)) expect(stored).toStrictEqual(table);
      } catch (error) {
        expect(error).toBeInstanceOf(DeviceError);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(0);
  });
});

describe('a Parquet table that cannot be written', () => {
  const noise = Array.from({ length: 50_000 }, (_, i) => Math.sin(i * i));
  const large = tableOf('large', ['x', 'double', noise]);
  const small = tableOf('large', ['x', 'double', [1]]);

  it('leaves the earlier file whole when the disk fills up, and says so', async (context) => {
    await onFileSystem(context, folder(), 'size=64k', async () => {
      const file = join(folder(), 'large.parquet');
      await writeParquet(small, file);
      const error = await errorOf(() => writeParquet(large, file));
      expect(error).toBeInstanceOf(DeviceError);
      expect(error.message).toContain(`cannot write ${file}: no space is left on the disk (ENOSPC); free some space`);
      expect(readdirSync(folder())).toStrictEqual(['large.parquet']);
      expect(await readParquet(file, small.spec)).toStrictEqual(small);
    });
  });

  it('leaves the earlier file whole at the limit of file size, and says so', async (context) => {
    const file = join(folder(), 'large.parquet');
    await writeParquet(small, file);
    await underLimit(context, 'fsize', 65_536, async () => {
      const error = await errorOf(() => writeParquet(large, file));
      expect(error).toBeInstanceOf(DeviceError);
      expect(error.message).toMatch(/cannot write .*large.parquet: .*size limit.* \(EFBIG\); raise the limit/);
    });
    expect(readdirSync(folder())).toStrictEqual(['large.parquet']);
    expect(await readParquet(file, small.spec)).toStrictEqual(small);
  });

  it('names the path below a regular file, and the folder that does not exist', async () => {
    writeFileSync(join(folder(), 'file'), '');
    const below = await errorOf(() => writeParquet(small, join(folder(), 'file', 't.parquet')));
    expect(below).toBeInstanceOf(DeviceError);
    expect(below.message).toContain('file/t.parquet: a part of the path is a file, not a folder (ENOTDIR)');
    const absent = await errorOf(() => writeParquet(small, join(folder(), 'absent', 't.parquet')));
    expect(absent.message).toContain('absent/t.parquet: it does not exist (ENOENT)');
    expect(existsSync(join(folder(), 'absent'))).toBe(false);
  });
});
