import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cell, emptyTable, type Table } from '../../src/base/table.js';
import { runDigest, tableDigest } from '../../src/store/digest.js';
import { tableOf } from './fixtures.js';

const digestOf = (...cells: Cell[]) => tableDigest(tableOf('t', ['x', 'double', cells]));

/** The bytes of a digest written out one by one, as its description has them. */
function slowDigest({ spec, columns }: Table): string {
  const bytes: number[] = [];
  const length = (value: number): void => {
    for (let i = 0; i < 8; i++) bytes.push(Math.floor(value / 256 ** i) % 256);
  };
  const text = (value: string): void => {
    const utf8 = new TextEncoder().encode(value);
    length(utf8.length);
    bytes.push(...utf8);
  };
  text('scarce table 1');
  text(spec.name);
  length(columns[0]!.length);
  length(columns.length);
  for (const { name, type } of spec.columns) {
    text(name);
    text(type);
  }
  spec.columns.forEach(({ type }, c) => {
    for (const cell of columns[c]!) {
      bytes.push(cell === null ? 0 : 1);
      if (cell === null) continue;
      const view = new DataView(new ArrayBuffer(8));
      if (type === 'text') text(cell as string);
      else if (type === 'double') view.setFloat64(0, Object.is(cell, -0) ? 0 : (cell as number), true);
      else view.setBigInt64(0, BigInt(cell), true);
      if (type !== 'text') bytes.push(...new Uint8Array(view.buffer));
    }
  });
  return createHash('sha256').update(Uint8Array.from(bytes)).digest('hex');
}

describe('the digest of a table', () => {
  it('hashes the bytes that its description names', () => {
    const table = tableOf(
      'größe',
      ['i', 'integer', [0, -1, null, 2 ** 53 - 1, -(2 ** 40) - 3]],
      ['d', 'double', [0.1, -0, null, 5e-324, -1.7976931348623157e308]],
      ['s', 'text', ['', 'é😀', null, 'a\0b', '0']],
    );
    expect(tableDigest(table)).toBe(slowDigest(table));
    expect(tableDigest(emptyTable(table.spec))).toBe(slowDigest(emptyTable(table.spec)));
  });

  it('stays what it was in the first release', () => {
    // Stability only: stored digests must stay comparable.
    expect(tableDigest(tableOf('t', ['x', 'integer', [1, null]]))).toBe(
      '08c86e37b16ebac8b91ce7aff08c13e2dec696116466054ae652023fa225d9af',
    );
  });

  it('changes with one bit of a double', () => {
    const nextAbove = (value: number): number => {
      const words = new BigInt64Array(new Float64Array([value]).buffer);
      words[0]! += 1n;
      return new Float64Array(words.buffer)[0]!;
    };
    const double = fc.double({ noNaN: true, noDefaultInfinity: true, max: 1e300 });
    fc.assert(
      fc.property(double, (value) => digestOf(value) !== digestOf(nextAbove(value))),
      { seed: 1, numRuns: 200 },
    );
  });

  it('is that of 0 for -0, since the two compare equal', () => {
    expect(digestOf(-0)).toBe(digestOf(0));
    expect(tableDigest(tableOf('t', ['x', 'integer', [-0]]))).toBe(tableDigest(tableOf('t', ['x', 'integer', [0]])));
  });

  it('tells apart everything that can be different', () => {
    const different: Table[] = [
      tableOf('t', ['x', 'double', [1, 2]], ['y', 'double', [3, 4]]),
      tableOf('u', ['x', 'double', [1, 2]], ['y', 'double', [3, 4]]),
      tableOf('t', ['z', 'double', [1, 2]], ['y', 'double', [3, 4]]),
      tableOf('t', ['x', 'integer', [1, 2]], ['y', 'double', [3, 4]]),
      tableOf('t', ['y', 'double', [3, 4]], ['x', 'double', [1, 2]]),
      tableOf('t', ['x', 'double', [2, 1]], ['y', 'double', [3, 4]]),
      tableOf('t', ['x', 'double', [2, 1]], ['y', 'double', [4, 3]]),
      tableOf('t', ['x', 'double', [1, 3]], ['y', 'double', [2, 4]]),
      tableOf('t', ['x', 'double', [1, null]], ['y', 'double', [3, 4]]),
      tableOf('t', ['x', 'double', [1, 0]], ['y', 'double', [3, 4]]),
      tableOf('t', ['x', 'double', [null, 1]], ['y', 'double', [3, 4]]),
      tableOf('t', ['x', 'double', [1]], ['y', 'double', [3]]),
      tableOf('t', ['x', 'double', []], ['y', 'double', []]),
      tableOf('t', ['x', 'double', [1, 2]]),
      tableOf('t', ['x', 'double', [1, 2, 3, 4]]),
      tableOf('t', ['x', 'text', ['1', '2']], ['y', 'double', [3, 4]]),
      tableOf('t', ['x', 'text', ['12', '']], ['y', 'double', [3, 4]]),
      tableOf('t', ['x', 'text', ['12', null]], ['y', 'double', [3, 4]]),
      tableOf('t', ['x', 'text', ['', '12']], ['y', 'double', [3, 4]]),
      tableOf('t', ['xy', 'double', [1, 2]], ['', 'double', [3, 4]]),
    ];
    expect(new Set(different.map(tableDigest)).size).toBe(different.length);
  });

  it('does not depend on units, meanings or the stated order', () => {
    const table = tableOf('t', ['x', 'double', [1]], ['y', 'double', [2]]);
    const columns = table.spec.columns.map((column) => ({ ...column, unit: 'bits', meaning: 'another' }));
    const described = { spec: { ...table.spec, meaning: 'another', order: ['y'], columns }, columns: table.columns };
    expect(tableDigest(described)).toBe(tableDigest(table));
  });

  it('refuses a table whose cells do not fit its columns, naming the place', () => {
    const broken: [Table, RegExp][] = [
      [tableOf('t', ['x', 'double', [1, Number.NaN]]), /table t: x in row 1 is NaN; expected a finite number or null/],
      [tableOf('t', ['x', 'integer', [0.5]]), /x in row 0 is 0.5; expected an integer/],
      [tableOf('t', ['x', 'integer', [2 ** 53]]), /expected an integer within/],
      [tableOf('t', ['x', 'text', [7]]), /x in row 0 is 7; expected well-formed text/],
      [tableOf('t', ['x', 'text', ['\ud800']]), /expected well-formed text/],
      [tableOf('t', ['x', 'double', ['7']]), /x in row 0 is 7; expected a finite number/],
      [tableOf('t', ['x', 'double', [1]], ['y', 'double', []]), /column y has 0 rows; expected 1/],
      [{ ...tableOf('t', ['x', 'double', [1]]), columns: [] }, /0 columns; expected 1/],
    ];
    for (const [table, message] of broken) expect(() => tableDigest(table)).toThrow(message);
  });
});

describe('the digest of a run', () => {
  it('does not depend on the order in which the tables are given', () => {
    expect(runDigest({ b: '01', a: '02' })).toBe(runDigest({ a: '02', b: '01' }));
  });

  it('changes with a name, with a digest, and with which table has which', () => {
    const different = [
      {},
      { a: '01' },
      { b: '01' },
      { a: '02' },
      { a: '01', b: '02' },
      { a: '02', b: '01' },
      { a0: '1' },
    ];
    expect(new Set(different.map(runDigest)).size).toBe(different.length);
  });
});
