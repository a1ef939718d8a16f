import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LatticeSpec, Scenario } from '../../src/scenario/scenario.js';
import { lastTickReaching } from '../../src/system/last-tick-reaching.js';
import type { System } from '../../src/system/system.js';
import { readBy, type Sketch, systemOf, unitAt } from './scenario-of.js';

const neighbours: LatticeSpec['neighbours'] = 'west3';

describe('ports', () => {
  it('of several sites have a plane or unit for each bit, row-major', () => {
    const system = systemOf({
      map: `
        . A . B
        A . B .
        . A . .`,
      lattice: { neighbours },
      environment: { x: { kind: 'fair', length: 3 }, a: { kind: 'fair', length: 2 } },
      ports: { A: { kind: 'write', variable: 'x' }, B: { kind: 'read', target: 'a' } },
    });
    const { write, read } = system.ports;
    expect(system.environment.elements).toEqual(['a.0', 'a.1', 'x.0', 'x.1', 'x.2']);
    expect(write).toEqual([{ name: 'A', elements: [2, 3, 4], held: [0, 1, 2] }]);
    expect(read).toEqual([{ name: 'B', units: [unitAt(system, 0, 3), unitAt(system, 1, 2)], target: [0, 1] }]);
    expect(system.lattice.held.slice(0, 3)).toEqual([
      { kind: 'port', port: 'A', element: 2 },
      { kind: 'port', port: 'A', element: 3 },
      { kind: 'port', port: 'A', element: 4 },
    ]);
    expect(readBy(system, unitAt(system, 1, 2))).toEqual(['port A.0', 'unit 1,1', 'port A.2']);
  });

  it('have planes of their own where they write the same variable, and can write or want one element of a vector', () => {
    const system = systemOf({
      map: 'C . D\nA . E',
      lattice: { neighbours },
      environment: { v: { kind: 'markov', length: 3, flip: 0.1 } },
      ports: {
        E: { kind: 'read', target: null },
        D: { kind: 'read', target: 'v.2' },
        C: { kind: 'write', variable: 'v.1' },
        A: { kind: 'write', variable: 'v.1' },
      },
      channels: {
        z: { from: 'C', to: 'E', reward: null },
        a: { from: 'A', to: 'D', reward: 2 },
      },
    });
    expect(system.ports.write).toEqual([
      { name: 'A', elements: [1], held: [0] },
      { name: 'C', elements: [1], held: [1] },
    ]);
    expect(system.ports.read.map(({ name, target }) => [name, target])).toEqual([
      ['D', [2]],
      ['E', null],
    ]);
    expect(system.channels).toEqual([
      { name: 'a', from: 0, to: 0, reward: 2 },
      { name: 'z', from: 1, to: 1, reward: null },
    ]);
    expect(readBy(system, unitAt(system, 0, 1))).toEqual(['border -1,0', 'port C.0', 'port A.0']);
  });
});

describe('ticks: auto', () => {
  const ticks = (sketch: Sketch): number => systemOf(sketch).lattice.ticks;
  const twoChannels: Pick<Scenario, 'ports' | 'channels'> = {
    ports: {
      A: { kind: 'write', variable: 'x' },
      B: { kind: 'read', target: 'x' },
      C: { kind: 'write', variable: 'x' },
      D: { kind: 'read', target: null },
    },
    channels: { through: { from: 'A', to: 'B', reward: 1 } },
  };

  it('is the number of units on a wire, the read port included', () => {
    expect(ticks({ map: 'A B' })).toBe(1);
    expect(ticks({ map: 'A . . . B' })).toBe(4);
  });

  it('takes the longest of the shortest ways over all pairs of a write site and a read site', () => {
    // A→B 1, A→D 2, C→D 1; nothing leads from C to B.
    expect(
      ticks({
        map: 'A . B C D',
        ...twoChannels,
        lattice: {
          neighbours: [
            [0, -1],
            [0, -2],
            [0, -3],
          ],
        },
      }),
    ).toBe(2);
    // A→B 2, C→D 1; a write port is not a unit, so nothing passes through C.
    expect(ticks({ map: 'A . B C D', ...twoChannels })).toBe(2);
    expect(
      ticks({
        map: 'A . . . B\n# # A . .',
        lattice: {
          neighbours: [
            [0, -1],
            [1, 0],
          ],
        },
      }),
    ).toBe(4);
    // Sites of one port count one by one: the near A is 2 away, the far one 3.
    expect(
      ticks({
        map: 'A . . A . B',
        lattice: {
          neighbours: [
            [0, -1],
            [0, -3],
          ],
        },
      }),
    ).toBe(3);
  });

  it('goes around # and through wrapped edges', () => {
    const map = `
      A # B
      . # .
      . . .`;
    expect(ticks({ map, lattice: { neighbours: 'von-neumann' } })).toBe(6);
    expect(ticks({ map, lattice: { neighbours: 'von-neumann', border: 'wrap' } })).toBe(1);
    expect(ticks({ map: 'B . . . A', lattice: { border: 'wrap' } })).toBe(1);
  });

  it('refuses a lattice on which nothing written can be read', () => {
    expect(() => ticks({ map: 'B . . A' })).toThrow(/lattice\.ticks: auto, but no path leads from any write port/);
    expect(ticks({ map: 'B . . A', lattice: { ticks: 7 } })).toBe(7);
  });
});

/** Whether unit `from` after tick `at` can reach one of `to` after the last tick: a forward walk, state by state. */
function reaches(system: System, from: number, at: number, to: readonly number[]): boolean {
  const { unitCount, neighbourCount, sources, ticks } = system.lattice;
  let touched = new Set([from]);
  for (let tick = at; tick < ticks; tick++) {
    const next = new Set<number>();
    for (let unit = 0; unit < unitCount; unit++) {
      for (let j = 0; j < neighbourCount; j++) {
        if (touched.has(sources[unit * neighbourCount + j]!)) next.add(unit);
      }
    }
    touched = next;
  }
  return to.some((unit) => touched.has(unit));
}

const maps = fc.tuple(fc.integer({ min: 2, max: 4 }), fc.integer({ min: 2, max: 4 })).chain(([rows, columns]) =>
  fc
    .array(fc.constantFrom('.', '.', '.', '#', 'A', 'B'), { minLength: rows * columns, maxLength: rows * columns })
    .map((cells) => {
      cells[0] = 'A';
      cells[rows * columns - 1] = 'B';
      return Array.from({ length: rows }, (_, row) => cells.slice(row * columns, (row + 1) * columns).join(' ')).join(
        '\n',
      );
    }),
);
const offset = fc.tuple(fc.integer({ min: -2, max: 2 }), fc.integer({ min: -2, max: 2 }));
const lattices = fc.record({
  neighbours: fc.array(offset, { minLength: 1, maxLength: 3 }),
  border: fc.constantFrom('random' as const, 'zero' as const, 'wrap' as const),
  ticks: fc.integer({ min: 1, max: 5 }),
});

/** As many bits as letters on the map. */
function wide(map: string, lattice: Partial<LatticeSpec>): System {
  const count = (letter: string): number => map.split(letter).length - 1;
  return systemOf({
    map,
    lattice,
    environment: { x: { kind: 'fair', length: count('A') }, y: { kind: 'fair', length: count('B') } },
    ports: { A: { kind: 'write', variable: 'x' }, B: { kind: 'read', target: 'y' } },
  });
}

describe('the cone', () => {
  it('of a wire narrows to the units behind, and counts its pairs tick by tick', () => {
    const { cone } = systemOf({ map: 'A . . . B . .' });
    expect(cone.units.map((units) => [...units])).toEqual([[], [0], [1], [2], [3]]);
    expect([...cone.firstPair]).toEqual([0, 0, 1, 2, 3]);
    expect(cone.pairCount).toBe(4);
  });

  it('of a wire rolled out too short starts in start states', () => {
    const { cone } = systemOf({ map: 'A . . . B', lattice: { ticks: 2 } });
    expect(cone.units.map((units) => [...units])).toEqual([[1], [2], [3]]);
  });

  it('holds exactly the pairs from which a forward walk reaches a read port', () => {
    fc.assert(
      fc.property(maps, lattices, (map, lattice) => {
        const system = wide(map, lattice);
        const { cone, lattice: wired } = system;
        const sinks = system.ports.read.flatMap((port) => port.units);
        let pair = 0;
        for (let tick = 0; tick <= wired.ticks; tick++) {
          const expected = [...Array(wired.unitCount).keys()].filter((unit) => reaches(system, unit, tick, sinks));
          expect([...cone.units[tick]!]).toEqual(expected);
          if (tick === 0) continue;
          expect(cone.firstPair[tick]).toBe(pair);
          pair += expected.length;
        }
        expect(cone.pairCount).toBe(pair);
      }),
      { seed: 11, numRuns: 300 },
    );
  });
});

describe('lastTickReaching', () => {
  it('is the last tick itself at the sinks and one less for each step back on a wire', () => {
    const system = systemOf({ map: 'A . . . B .' });
    expect([...lastTickReaching(system, [3])]).toEqual([1, 2, 3, 4, -1]);
  });

  it('does not count start states', () => {
    const system = systemOf({ map: 'A . . . B', lattice: { ticks: 2 } });
    expect([...lastTickReaching(system, [3])]).toEqual([-1, -1, 1, 2]);
  });

  it('is the last tick from which a forward walk reaches the units', () => {
    fc.assert(
      fc.property(maps, lattices, (map, lattice) => {
        const system = wide(map, lattice);
        const sinks = system.ports.read[0]!.units.slice(0, 1);
        const { unitCount, ticks } = system.lattice;
        const expected = Array.from({ length: unitCount }, (_, unit) => {
          for (let tick = ticks; tick >= 1; tick--) if (reaches(system, unit, tick, sinks)) return tick;
          return -1;
        });
        expect([...lastTickReaching(system, sinks)]).toEqual(expected);
      }),
      { seed: 12, numRuns: 300 },
    );
  });
});

describe('a system', () => {
  it('does not depend on the order of keys in the scenario', () => {
    const sketch: Sketch = {
      map: 'A C . B\n. . D .',
      lattice: { neighbours },
      environment: { x: { kind: 'fair', length: null }, b: { kind: 'biased', probability: 0.2 } },
      ports: {
        A: { kind: 'write', variable: 'x' },
        B: { kind: 'read', target: 'x' },
        C: { kind: 'write', variable: 'b' },
        D: { kind: 'read', target: null },
      },
      channels: { one: { from: 'A', to: 'B', reward: 1 }, two: { from: 'C', to: 'D', reward: null } },
    };
    const reversed = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
      Object.fromEntries(Object.entries(record).reverse());
    expect(
      systemOf({
        ...sketch,
        environment: reversed(sketch.environment!),
        ports: reversed(sketch.ports!),
        channels: reversed(sketch.channels!),
      }),
    ).toEqual(systemOf(sketch));
  });

  it('survives being posted to a worker', () => {
    const system = systemOf({ map: 'A . B\n. . .', lattice: { neighbours } });
    expect(structuredClone(system)).toEqual(system);
  });
});
