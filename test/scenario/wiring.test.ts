import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Grid } from '../../src/scenario/grid.js';
import { neighbourCount, presetOffsets } from '../../src/scenario/neighbours.js';
import { leastCandidates } from '../../src/scenario/wiring-candidates.js';

describe('neighbourhoods', () => {
  it('have the documented offsets, [row, column], in the order of the table index', () => {
    expect(presetOffsets).toEqual({
      west: [[0, -1]],
      west3: [
        [-1, -1],
        [0, -1],
        [1, -1],
      ],
      'von-neumann': [
        [-1, 0],
        [0, 1],
        [1, 0],
        [0, -1],
      ],
      'von-neumann+self': [
        [-1, 0],
        [0, 1],
        [1, 0],
        [0, -1],
        [0, 0],
      ],
    });
  });

  it('have as many neighbours as offsets, or as are drawn', () => {
    expect(neighbourCount('west3')).toBe(3);
    expect(neighbourCount('von-neumann+self')).toBe(5);
    expect(
      neighbourCount([
        [0, -1],
        [1, -1],
      ]),
    ).toBe(2);
    expect(neighbourCount({ random: 4, radius: 'all' })).toBe(4);
  });
});

/** The plain twin: looks at every pair of sites. */
function leastByPairs(grid: Grid, radius: number | 'all', wrap: boolean): number {
  const { rows, columns, cells } = grid;
  const distance = (a: number, b: number, length: number): number =>
    wrap ? Math.min(Math.abs(a - b), length - Math.abs(a - b)) : Math.abs(a - b);
  let least = Number.POSITIVE_INFINITY;
  cells.forEach((cell, unit) => {
    if (cell !== '.') return;
    const count = cells.filter((other, site) => {
      if (site === unit || other === '#') return false;
      const rowsApart = distance(Math.floor(site / columns), Math.floor(unit / columns), rows);
      const columnsApart = distance(site % columns, unit % columns, columns);
      return radius === 'all' || Math.max(rowsApart, columnsApart) <= radius;
    }).length;
    least = Math.min(least, count);
  });
  return least;
}

describe('the sites that random wiring can choose from', () => {
  it('are counted as by looking at every pair of sites, with and without wrapping', () => {
    const grids = fc
      .record({ rows: fc.integer({ min: 1, max: 7 }), columns: fc.integer({ min: 1, max: 5 }) })
      .chain(({ rows, columns }) =>
        fc
          .array(fc.constantFrom('.', '#', 'A'), { minLength: rows * columns, maxLength: rows * columns })
          .map((cells): Grid => ({ rows, columns, cells })),
      );
    const radii = fc.oneof(fc.integer({ min: 1, max: 8 }), fc.constant('all' as const));
    fc.assert(
      fc.property(grids, radii, fc.boolean(), (grid, radius, wrap) => {
        expect(leastCandidates(grid, (cell) => cell === '.', radius, wrap)).toBe(leastByPairs(grid, radius, wrap));
      }),
      { seed: 3, numRuns: 1000 },
    );
  });
});
