import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatGrid, parseGrid, sitesOf } from '../../src/scenario/grid.js';

describe('a map', () => {
  it('is read row by row, blanks and empty lines at either end ignored', () => {
    const { grid, problems } = parseGrid('\n  \n  A g. \n\tB # \u00a0.\r\n\n');
    expect(problems).toEqual([]);
    expect(grid).toEqual({ rows: 2, columns: 3, cells: ['A', 'g', '.', 'B', '#', '.'] });
  });

  it('knows the sites of a letter in row-major order', () => {
    const { grid } = parseGrid('A . A\n. A B');
    expect(sitesOf(grid, 'A')).toEqual([0, 2, 4]);
    expect(sitesOf(grid, 'B')).toEqual([5]);
    expect(sitesOf(grid, 'C')).toEqual([]);
  });

  it('names the lines that are ragged or hold what it does not know, counted from 0 in the text', () => {
    const { problems } = parseGrid('\n. . .\n. .\n\n. é .\n. . . 1');
    expect(problems.map(({ line }) => line)).toEqual([2, 3, 4, 5, 5]);
    expect(problems[0]!.message).toBe("2 sites in this line; expected 3, as in the map's first line");
    expect(problems[1]!.message).toMatch(/^0 sites/);
    expect(problems[2]!.message).toMatch(/^"é" in the map; expected/);
  });

  it('needs at least one unit or port', () => {
    expect(parseGrid('').problems).toHaveLength(1);
    expect(parseGrid('# #\n# #').problems).toHaveLength(1);
    expect(parseGrid('# a').problems).toEqual([]);
  });

  it('has a bounded number of sites', () => {
    expect(parseGrid(`${'.'.repeat(256)}\n`.repeat(256)).problems).toEqual([]);
    expect(parseGrid(`${'.'.repeat(256)}\n`.repeat(257)).problems).toHaveLength(1);
  });

  it('comes back from its own spelling', () => {
    const cell = fc.constantFrom('.', '#', 'a', 'z', 'A', 'Z');
    const rows = fc
      .integer({ min: 1, max: 6 })
      .chain((columns) =>
        fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 6 }),
      );
    fc.assert(
      fc.property(rows, (cells) => {
        const { grid } = parseGrid(cells.map((row) => row.join('')).join('\n'));
        expect(grid.cells).toEqual(cells.flat());
        expect(parseGrid(formatGrid(grid)).grid).toEqual(grid);
      }),
      { seed: 1 },
    );
  });

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { grid } = parseGrid(text);
        expect(grid.cells).toHaveLength(grid.rows * grid.columns);
      }),
      { seed: 2 },
    );
  });
});
