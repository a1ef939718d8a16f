import { describe, expect, it } from 'vitest';
import type { LatticeSpec } from '../../src/scenario/scenario.js';
import { readBy, type Sketch, systemOf, unitAt } from './scenario-of.js';

const readAt = (sketch: Sketch, row: number, column: number): string[] => {
  const system = systemOf(sketch);
  return readBy(system, unitAt(system, row, column));
};
const heldOf = (sketch: Sketch): string[] =>
  systemOf(sketch).lattice.held.map((plane) =>
    plane.kind === 'border' ? `${plane.index}: ${plane.row},${plane.column}` : plane.kind,
  );

describe('units', () => {
  it('are plain sites, regions and read ports, row-major; write ports and # have none', () => {
    const { lattice } = systemOf({ map: 'A # g\n. B .', lattice: { neighbours: 'von-neumann' } });
    expect(lattice.unitCount).toBe(4);
    expect([...lattice.unitRow]).toEqual([0, 1, 1, 1]);
    expect([...lattice.unitColumn]).toEqual([2, 0, 1, 2]);
    expect([lattice.rows, lattice.columns]).toEqual([2, 3]);
  });
});

describe('neighbours', () => {
  const map = `
    . . . .
    A . . B
    . . . .`;

  it('of each preset are read in the order of its offsets', () => {
    expect(readAt({ map, lattice: { neighbours: 'west' } }, 1, 2)).toEqual(['unit 1,1']);
    expect(readAt({ map, lattice: { neighbours: 'west3' } }, 1, 1)).toEqual(['unit 0,0', 'port A.0', 'unit 2,0']);
    expect(readAt({ map, lattice: { neighbours: 'von-neumann' } }, 1, 2)).toEqual([
      'unit 0,2',
      'unit 1,3',
      'unit 2,2',
      'unit 1,1',
    ]);
    expect(readAt({ map, lattice: { neighbours: 'von-neumann+self' } }, 1, 1)).toEqual([
      'unit 0,1',
      'unit 1,2',
      'unit 2,1',
      'port A.0',
      'unit 1,1',
    ]);
  });

  it('of an asymmetric list are [row, column] from the unit, in the order of the list', () => {
    const lattice: Partial<LatticeSpec> = {
      ticks: 2,
      neighbours: [
        [1, -1],
        [0, -2],
        [-1, 1],
      ],
    };
    expect(readAt({ map, lattice }, 1, 2)).toEqual(['unit 2,1', 'port A.0', 'unit 0,3']);
  });

  it('of a read port are those of any unit, and others can read the port', () => {
    const lattice: Partial<LatticeSpec> = {
      neighbours: [
        [0, -1],
        [0, 1],
      ],
    };
    expect(readAt({ map, lattice }, 1, 3)).toEqual(['unit 1,2', 'border 1,4']);
    expect(readAt({ map, lattice }, 1, 2)).toEqual(['unit 1,1', 'unit 1,3']);
  });
});

describe('a border', () => {
  const map = `
    . # .
    A . B`;
  const neighbours: LatticeSpec['neighbours'] = [
    [-1, -1],
    [0, -1],
    [-1, 0],
    [0, 1],
  ];

  it('that is random has one plane for each position that is read, by row and column, shared by its readers', () => {
    const sketch: Sketch = { map, lattice: { neighbours, border: 'random' } };
    expect(readAt(sketch, 0, 0)).toEqual(['border -1,-1', 'border 0,-1', 'border -1,0', 'border 0,1']);
    expect(readAt(sketch, 0, 2)).toEqual(['border -1,1', 'border 0,1', 'border -1,2', 'border 0,3']);
    expect(readAt(sketch, 1, 1)).toEqual(['unit 0,0', 'port A.0', 'border 0,1', 'unit 1,2']);
    expect(readAt(sketch, 1, 2)).toEqual(['border 0,1', 'unit 1,1', 'unit 0,2', 'border 1,3']);
    expect(heldOf(sketch)).toEqual([
      'port',
      '0: -1,-1',
      '1: -1,0',
      '2: -1,1',
      '3: -1,2',
      '4: 0,-1',
      '5: 0,1',
      '6: 0,3',
      '7: 1,3',
    ]);
  });

  it('that is zero has a single plane for all', () => {
    const sketch: Sketch = { map, lattice: { neighbours, border: 'zero' } };
    expect(readAt(sketch, 0, 0)).toEqual(['zero', 'zero', 'zero', 'zero']);
    expect(readAt(sketch, 1, 2)).toEqual(['zero', 'unit 1,1', 'unit 0,2', 'zero']);
    expect(heldOf(sketch)).toEqual(['port', 'zero']);
  });

  it('that wraps folds what is off the map onto it, while # reads zero', () => {
    const sketch: Sketch = { map, lattice: { neighbours, border: 'wrap' } };
    expect(readAt(sketch, 0, 0)).toEqual(['unit 1,2', 'unit 0,2', 'port A.0', 'zero']);
    expect(readAt(sketch, 1, 2)).toEqual(['zero', 'unit 1,1', 'unit 0,2', 'port A.0']);
    expect(heldOf(sketch)).toEqual(['port', 'zero']);
  });

  it('that wraps folds offsets longer than the map, and has no plane where no # is read', () => {
    const sketch: Sketch = {
      map: 'A . B',
      lattice: {
        neighbours: [
          [-5, -4],
          [0, 7],
        ],
        border: 'wrap',
      },
    };
    expect(readAt(sketch, 0, 1)).toEqual(['port A.0', 'unit 0,2']);
    expect(heldOf(sketch)).toEqual(['port']);
  });
});

describe('random wiring', () => {
  const open = Array.from({ length: 9 }, () => new Array(9).fill('.').join(' '));
  const map = ['A . . . # . . . B', ...open].join('\n');
  const wired = (seed: string, lattice: Partial<LatticeSpec>, genome = {}): Int32Array =>
    systemOf({ map, lattice: { ticks: 3, ...lattice }, genome }, seed).lattice.sources;

  it('draws distinct sites within reach, never # nor the unit itself', () => {
    for (const border of ['random', 'wrap'] as const) {
      const system = systemOf({ map, lattice: { neighbours: { random: 5, radius: 2 }, border, ticks: 3 } });
      const { unitCount, unitRow, unitColumn } = system.lattice;
      let acrossTheEdge = 0;
      for (let unit = 0; unit < unitCount; unit++) {
        const read = readBy(system, unit);
        expect(new Set(read).size).toBe(5);
        expect(read).not.toContain(`unit ${unitRow[unit]},${unitColumn[unit]}`);
        for (const name of read) {
          const [row, column] = name === 'port A.0' ? [0, 0] : name.split(' ')[1]!.split(',').map(Number);
          expect(name).toMatch(/^(unit|port)/);
          const across = (apart: number, size: number): number =>
            border === 'wrap' ? Math.min(apart, size - apart) : apart;
          const down = Math.abs(row! - unitRow[unit]!);
          const right = Math.abs(column! - unitColumn[unit]!);
          expect(across(down, 10)).toBeLessThanOrEqual(2);
          expect(across(right, 9)).toBeLessThanOrEqual(2);
          if (Math.max(down, right) > 2) acrossTheEdge++;
        }
      }
      expect(acrossTheEdge > 0).toBe(border === 'wrap');
    }
  });

  it('is a function of the seed alone: not of the genome, ticks or the lengths of other lists', () => {
    const neighbours = { random: 3, radius: 'all' } as const;
    const first = wired('a', { neighbours });
    expect([...wired('a', { neighbours, noise: 0.1, ticks: 9 }, { prior: { bit: 0.1 } })]).toEqual([...first]);
    expect([...wired('b', { neighbours })]).not.toEqual([...first]);
    // A unit's first draws do not depend on how many follow, nor on what other units draw.
    const longer = wired('a', { neighbours: { random: 5, radius: 'all' } });
    const firstThree = longer.filter((_, i) => i % 5 < 3);
    expect([...firstThree]).toEqual([...first]);
  });

  it('over all sites is that of a radius that reaches them all', () => {
    const all = wired('a', { neighbours: { random: 4, radius: 'all' } });
    expect([...wired('a', { neighbours: { random: 4, radius: 10 } })]).toEqual([...all]);
  });

  it('reaches every other site equally often', () => {
    const system = (seed: number) =>
      systemOf({ map: 'A . .\n. # B', lattice: { neighbours: { random: 2, radius: 'all' }, ticks: 2 } }, seed);
    const counts = new Map<string, number>();
    const seeds = 3000;
    for (let seed = 0; seed < seeds; seed++) {
      for (const name of readBy(system(seed), 0)) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual(['port A.0', 'unit 0,2', 'unit 1,0', 'unit 1,2']);
    // Two of four sites: a binomial of probability 1/2, 4 standard deviations.
    for (const count of counts.values())
      expect(Math.abs(count / seeds - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / seeds));
  });

  it('can take every other site there is, and says what to do when there are too few', () => {
    const sketch = (random: number, radius: number | 'all'): Sketch => ({
      map: 'A . . B',
      lattice: { neighbours: { random, radius }, ticks: 2 },
    });
    expect(readAt(sketch(3, 'all'), 0, 1).sort()).toEqual(['port A.0', 'unit 0,2', 'unit 0,3']);
    expect(() => systemOf(sketch(4, 'all'))).toThrow(
      'lattice.neighbours: the unit at row 0, column 1 (counted from 0) has 3 other sites on the map; expected at ' +
        'least 4, since random wiring draws distinct sites: lower `random` or enlarge the map',
    );
    expect(() => systemOf(sketch(2, 1))).toThrow(/column 3 .* has 1 other sites within radius 1; .*raise `radius`/);
  });
});
