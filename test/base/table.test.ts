import { describe, expect, it } from 'vitest';
import { appendRow, emptyTable, rowCount, type TableSpec } from '../../src/base/table.js';

const spec: TableSpec = {
  name: 'islands',
  meaning: 'One row for each island.',
  order: ['island'],
  columns: [
    { name: 'island', type: 'integer', unit: '1', meaning: 'Index of the island.' },
    { name: 'bits', type: 'double', unit: 'bits', meaning: 'Information.' },
    { name: 'label', type: 'text', unit: '', meaning: 'What it is called.' },
  ],
};

describe('appendRow', () => {
  it('puts values into their columns by name, whatever their order', () => {
    const table = emptyTable(spec);
    expect(rowCount(table)).toBe(0);
    appendRow(table, { label: 'north', island: 0, bits: 0.5 });
    appendRow(table, { island: 1, bits: null, label: 'south' });
    expect(rowCount(table)).toBe(2);
    expect(table.columns).toEqual([
      [0, 1],
      [0.5, null],
      ['north', 'south'],
    ]);
  });

  it('refuses a row without one of the columns, naming it', () => {
    expect(() => appendRow(emptyTable(spec), { island: 0, label: 'north' })).toThrow(
      'table islands: the row has no column bits',
    );
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('refuses %s, which is neither a number nor "not defined"', (bits) => {
    expect(() => appendRow(emptyTable(spec), { island: 0, bits, label: 'north' })).toThrow(
      `table islands: bits is ${bits}; expected a finite number or null`,
    );
  });
});
